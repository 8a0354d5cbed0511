"""A task as lists show it."""

from __future__ import annotations

from datetime import datetime

from asyncpg import Record
from pydantic import BaseModel


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
