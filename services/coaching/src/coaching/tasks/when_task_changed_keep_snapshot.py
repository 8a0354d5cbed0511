"""Projection: keeps the last snapshot of each task, as far as lists need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coaching.conditions.fields import rating_fraction
from coaching.tasks import store
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changed_keep_snapshot(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """One row a task, in one statement; a snapshot older than the stored one changes nothing."""
    await store.save(tx.conn, [row(task) for task in newest(events)])


def newest(events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """The newest snapshot of each task, by number: sorted, so that two workers never deadlock."""
    last: dict[str, TaskEvent] = {}
    for event in events:
        held = last.get(event.number)
        if held is None or event.revision >= held.revision:
            last[event.number] = event
    return [last[number] for number in sorted(last)]


def row(task: TaskEvent) -> store.Row:
    """What is stored of a task."""
    return (
        task.number,
        task.revision,
        task.kind,
        task.state,
        task.priority,
        task.short_description,
        task.agent_id,
        task.team_id,
        task.category,
        task.product,
        task.opened_at,
        task.resolved_at,
        task.closed_at,
        task.handle_minutes,
        task.reopen_count,
        task.sla_breached,
        rating_fraction(task),
    )
