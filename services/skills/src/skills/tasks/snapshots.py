"""Which snapshots of a batch count, and the skills they name: pure, for every task event."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from touchline_contracts.event import skill_id_of
from touchline_contracts.tasks import TaskEvent

_id_of = lru_cache(maxsize=20_000)(skill_id_of)


def newest(events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """The last snapshot of each task that is not stale, in the order of the numbers."""
    found: dict[str, TaskEvent] = {}
    for event in events:
        kept = found.get(event.number)
        if kept is None or event.revision >= kept.revision:
            found[event.number] = event
    return [found[number] for number in sorted(found)]


def skill_ids(event: TaskEvent) -> list[str]:
    """The ids of the skills that a task's tags name, each once, in order."""
    return [skill_id for skill_id in dict.fromkeys(map(_id_of, event.skills)) if skill_id]
