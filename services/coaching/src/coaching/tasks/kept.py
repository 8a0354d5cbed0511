"""What is kept of a task's snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from coaching.conditions.fields import rating_fraction
from touchline_contracts.event import json_of
from touchline_contracts.tasks import Note, TaskEvent

Row: TypeAlias = tuple[object, ...]
"""A task_kept, in the order of its fields."""

MOST_NOTES, MOST_LETTERS = 100, 50_000
"""Of the notes or the transcript, the last are kept: so many, and so many characters in all."""


def last_notes(notes: Sequence[Note]) -> Sequence[Note]:
    """The last notes that are kept. One that would not fit as a whole is left out."""
    kept = notes[-MOST_NOTES:]
    letters = 0
    for place in range(len(kept) - 1, -1, -1):
        letters += len(kept[place].text)
        if letters > MOST_LETTERS:
            return kept[place + 1 :]
    return kept


def row(task: TaskEvent) -> Row:
    """What is stored of a task."""
    rating = task.rating
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
        task.description,
        task.resolution_notes,
        task.link,
        task.channel,
        task.skills,
        task.reassignment_count,
        len(task.notes),
        json_of(last_notes(task.notes)),
        None if rating is None else rating.value,
        None if rating is None else rating.scale_min,
        None if rating is None else rating.scale_max,
        json_of(task.attributes),
    )
