"""The words of the demo, read from the resources beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from touchline_contracts.event import skill_id_of

_RESOURCES = files("devstack.demo") / "resources"


@dataclass(frozen=True, slots=True)
class Topic:
    """One skill: how it is called, and how work that calls for it reads."""

    name: str
    description: str
    symptoms: tuple[str, ...]
    signs: tuple[str, ...]
    causes: tuple[str, ...]
    fixes: tuple[str, ...]

    @property
    def skill_id(self) -> str:
        """The id that the skills service derives from the name."""
        return skill_id_of(self.name)


@dataclass(frozen=True, slots=True)
class Domain:
    """A family of skills with its products and the names of the teams that work in it."""

    name: str
    type: str
    description: str
    products: tuple[str, ...]
    teams: tuple[str, ...]
    topics: tuple[Topic, ...]

    @property
    def skill_id(self) -> str:
        """The id of the skill above the family's."""
        return skill_id_of(self.name)


@dataclass(frozen=True, slots=True)
class Names:
    """Parts of invented names, places and time zones."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    customers: tuple[str, ...]
    places: tuple[str, ...]
    zones: tuple[str, ...]


def read(name: str) -> dict[str, Any]:
    """A resource file by its name without ``.toml``."""
    return tomllib.loads((_RESOURCES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def domains() -> tuple[Domain, ...]:
    """All domains; the order decides the order of teams."""
    found = sorted(entry.name for entry in (_RESOURCES / "domains").iterdir() if entry.name.endswith(".toml"))
    return tuple(_domain(read(f"domains/{name.removesuffix('.toml')}")) for name in found)


@cache
def names() -> Names:
    """The parts of names."""
    return Names(**_tuples(read("names")))


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """What people write around any subject."""
    return _tuples(read("phrases"))


def _domain(fields: dict[str, Any]) -> Domain:
    topics = tuple(Topic(**_tuples(topic)) for topic in fields.pop("skills"))
    return Domain(**_tuples(fields), topics=topics)


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
