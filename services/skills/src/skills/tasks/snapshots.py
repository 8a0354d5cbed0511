"""The skills that a snapshot of a task names: pure, for every task event."""

from __future__ import annotations

from touchline_contracts.event import skill_id_of
from touchline_contracts.tasks import TaskEvent


def skill_ids(event: TaskEvent) -> list[str]:
    """The ids of the skills that a task's tags name, each once, in order."""
    return [skill_id for skill_id in dict.fromkeys(map(skill_id_of, event.skills)) if skill_id]
