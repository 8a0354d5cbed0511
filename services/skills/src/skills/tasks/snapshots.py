"""The skills that a snapshot of a task names: pure, for every task event."""

from __future__ import annotations

from functools import lru_cache

from touchline_contracts.event import skill_id_of
from touchline_contracts.tasks import TaskEvent

_id_of = lru_cache(maxsize=20_000)(skill_id_of)


def skill_ids(event: TaskEvent) -> list[str]:
    """The ids of the skills that a task's tags name, each once, in order."""
    return [skill_id for skill_id in dict.fromkeys(map(_id_of, event.skills)) if skill_id]
