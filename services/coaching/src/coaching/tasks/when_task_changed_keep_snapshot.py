"""Projection: keeps the last snapshot of each task, as far as lists need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coaching.conditions.fields import rating_fraction
from coaching.tasks import store
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changed_keep_snapshot(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """One row a task, in one statement; a snapshot older than the stored one changes nothing."""
    await store.save(tx.conn, columns(newest(events)))


def newest(events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """The newest snapshot of each task, by number: sorted, so that two workers never deadlock."""
    last: dict[str, TaskEvent] = {}
    for event in events:
        held = last.get(event.number)
        if held is None or event.revision >= held.revision:
            last[event.number] = event
    return [last[number] for number in sorted(last)]


def columns(tasks: Sequence[TaskEvent]) -> store.Columns:
    """The tasks' values by column: one array a column is the cheapest way into PostgreSQL."""
    return (
        [task.number for task in tasks],
        [task.revision for task in tasks],
        [task.kind for task in tasks],
        [task.state for task in tasks],
        [task.priority for task in tasks],
        [task.short_description for task in tasks],
        [task.agent_id for task in tasks],
        [task.team_id for task in tasks],
        [task.category for task in tasks],
        [task.product for task in tasks],
        [task.opened_at for task in tasks],
        [task.resolved_at for task in tasks],
        [task.closed_at for task in tasks],
        [task.handle_minutes for task in tasks],
        [task.reopen_count for task in tasks],
        [task.sla_breached for task in tasks],
        [rating_fraction(task) for task in tasks],
    )
