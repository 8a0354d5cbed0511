"""What a change of a skill was: pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skills.catalogue.skill import Skill

FIELDS = ("name", "description", "skill_type", "category", "parent_id", "level_type_id", "tags", "origin")
FieldValue = str | tuple[str, ...] | None


class Kind(StrEnum):
    """What was done with a skill."""

    DEFINED = "defined"
    CHANGED = "changed"
    RETIRED = "retired"
    RESTORED = "restored"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's value before a change and after it."""

    field: str
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a skill, which has ``revision`` since."""

    skill_id: str
    revision: int
    kind: Kind
    changes: tuple[FieldChange, ...] = ()


def entry_of(before: Skill | None, after: Skill) -> Entry:
    """The entry of a change; a skill that was not there before is defined, with no changes to tell."""
    if before is None:
        return Entry(after.id, after.revision, Kind.DEFINED)
    kind = Kind.CHANGED
    if before.active != after.active:
        kind = Kind.RESTORED if after.active else Kind.RETIRED
    values = [(field, getattr(before, field), getattr(after, field)) for field in FIELDS]
    changes = tuple(FieldChange(*each) for each in values if each[1] != each[2])
    return Entry(after.id, after.revision, kind, changes)


def merged_into(skill_id: str, revision: int, into: str) -> Entry:
    """The entry of a merge, in the history of the skill that is no more."""
    return Entry(skill_id, revision, Kind.MERGED, (FieldChange("merged_into", None, into),))
