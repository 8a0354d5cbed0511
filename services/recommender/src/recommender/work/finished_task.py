"""What is kept of a task that was finished. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from touchline_contracts.event import skill_id_of
from touchline_contracts.tasks import TaskClosed, TaskEvent, TaskReopened, TaskResolved


class FinishedTask(NamedTuple):
    """The latest snapshot. ``finished`` is false while it is reopened. ``skill_ids``: as it is tagged."""

    number: str
    revision: int
    finished: bool
    agent_id: str | None
    team_id: str | None
    finished_at: datetime | None
    skill_ids: tuple[str, ...]


def latest_of(events: Iterable[TaskEvent]) -> list[FinishedTask]:
    """One of each task: of its highest revision, and of two of these the one that came last."""
    latest: dict[str, TaskEvent] = {}
    for event in events:
        before = latest.get(event.number)
        if before is None or event.revision >= before.revision:
            latest[event.number] = event
    return [_kept(latest[number]) for number in sorted(latest)]


def _kept(task: TaskEvent) -> FinishedTask:
    at = task.resolved_at or task.closed_at
    ended = isinstance(task, TaskResolved | TaskClosed) or at is not None
    finished = ended and not isinstance(task, TaskReopened)
    skills = sorted({slug for tag in task.skills if (slug := skill_id_of(tag))})
    return FinishedTask(task.number, task.revision, finished, task.agent_id, task.team_id, at, tuple(skills))
