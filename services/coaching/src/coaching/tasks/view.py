"""A task as lists show it, and with its texts."""

from __future__ import annotations

import json
from datetime import datetime

from asyncpg import Record
from pydantic import BaseModel, JsonValue


class TaskView(BaseModel):
    """The last known snapshot of a task; ``id`` is its number, ``rating_fraction`` lies in 0 to 1."""

    id: str
    number: str
    revision: int
    kind: str
    state: str
    priority: str | None
    short_description: str
    agent_id: str | None
    team_id: str | None
    category: str | None
    product: str | None
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    handle_minutes: float | None
    reopen_count: int
    sla_breached: bool | None
    rating_fraction: float | None

    @classmethod
    def of(cls, row: Record) -> TaskView:
        """The view of a stored row."""
        return cls(id=row["number"], **row)


class NoteView(BaseModel):
    """A work note, or a line of a transcript."""

    author: str | None
    at: datetime | None
    text: str


class RatingView(BaseModel):
    """What the customer gave, on its scale."""

    value: float
    scale_min: float
    scale_max: float


class TaskTextsView(TaskView):
    """A task with its texts, of which ``notes`` are the last 100 at most. Null: an older version
    stored it.
    """

    description: str | None
    resolution_notes: str | None
    link: str | None
    channel: str | None
    skills: list[str] | None
    reassignment_count: int | None
    note_count: int | None
    notes: list[NoteView] | None
    rating: RatingView | None
    attributes: dict[str, JsonValue] | None

    @classmethod
    def of(cls, row: Record) -> TaskTextsView:
        """The view of a whole stored row."""
        parts = dict(row)
        for name in ("notes", "attributes"):
            parts[name] = None if row[name] is None else json.loads(row[name])
        if row["rating"] is not None:
            parts["rating"] = RatingView(
                value=row["rating"], scale_min=row["rating_min"], scale_max=row["rating_max"]
            )
        return cls(id=row["number"], **parts)
