"""Which skills the tags on tasks name: pure, and cheap, for it sees every task event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from touchline_contracts.event import skill_id_of
from touchline_contracts.tasks import TaskEvent


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill as a task first named it."""

    skill_id: str
    name: str
    category: str | None
    event: TaskEvent


def first_named(events: Iterable[TaskEvent]) -> dict[str, NamedSkill]:
    """The distinct skills that tags name, each as first seen, in that order, by id.

    A tag without letters or digits names no skill. Stale snapshots count too: that a tag was in use
    does not go out of date, and so the order of arrival changes nothing.
    """
    tags: set[str] = set()
    named: dict[str, NamedSkill] = {}
    for event in events:
        for tag in event.skills:
            if tag in tags:
                continue
            tags.add(tag)
            skill_id = skill_id_of(tag)
            if skill_id and skill_id not in named:
                named[skill_id] = NamedSkill(skill_id, tag, event.category, event)
    return named
