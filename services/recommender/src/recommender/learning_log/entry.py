"""The entries of the learning log and their JSON form."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from recommender.model.case import Case


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A case was finished, changed or reopened. ``teaches``: its words and tags are new to the model."""

    case: Case
    teaches: bool


@dataclass(frozen=True, slots=True)
class SkillNamed:
    """A skill joined the catalogue or changed in it."""

    skill_id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class SkillsMerged:
    """One skill became another name of a second one."""

    skill_id: str
    into: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Something was decided about a person and a skill: ``verdict`` is the event's type without version.

    ``at``: when; not known of decisions that were logged before this was.
    """

    person_id: str
    skill_id: str
    verdict: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonArrived:
    """A person became known and active, so that skills can be proposed for them."""

    person_id: str


@dataclass(frozen=True, slots=True)
class CaseMeant:
    """What the case that was told at position ``of`` means: a ``vector`` made ``by`` a language model.

    Written some time after the case, for some cases only. Base64 of one signed byte a coordinate.
    """

    of: int
    by: str
    vector: str


Told = CaseTold | CaseMeant | SkillNamed | SkillsMerged | Decided | PersonArrived
_KINDS: dict[str, type[Told]] = {
    "case": CaseTold,
    "meaning": CaseMeant,
    "skill": SkillNamed,
    "merge": SkillsMerged,
    "decision": Decided,
    "person": PersonArrived,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry at its position, counted from 1. The chain it belongs to goes on with what it leads to."""

    position: int
    told: Told
    correlation_id: str | None = None
    traceparent: str | None = None


def kind_of(told: Told) -> str:
    """The name of this kind of entry."""
    return _NAMES[type(told)]


def fields_of(told: Told) -> dict[str, Any]:
    """The entry's JSON object."""
    return asdict(told)


def told_of(kind: str, fields: dict[str, Any]) -> Told:
    """The entry in a JSON object. Raises KeyError for an unknown kind, TypeError for other fields."""
    if kind == "case":
        return CaseTold(_case_of(fields["case"]), fields["teaches"])
    if kind == "decision":
        return Decided(**{**fields, "at": _time_of(fields.get("at"))})
    return _KINDS[kind](**fields)


def _case_of(fields: dict[str, Any]) -> Case:
    known = {**fields, "skills": tuple(fields["skills"])}
    return Case(**{**known, "resolved_at": _time_of(fields["resolved_at"])})


def _time_of(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
