"""A stored task as a condition reads it: exactly what the event's snapshot told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from datetime import datetime
from typing import NamedTuple

from touchline_contracts.event import object_of
from touchline_contracts.tasks import Rating


class StoredTask(NamedTuple):
    """A row of the dry run's statement, in the order of its columns.

    Columns that were not asked for are null and must not be read. ``moment`` is when the draft would have
    looked at it, in seconds since 1970; ``whole`` is false where an older version stored it, without texts.
    """

    number: str
    moment: float
    whole: bool
    agent_id: str | None
    team_id: str | None
    kind: str
    state: str
    priority: str | None
    short_description: str
    description: str
    resolution_notes: str
    category: str | None
    product: str | None
    channel: str | None
    skills: list[str]
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    handle_minutes: float | None
    reopen_count: int
    reassignment_count: int
    note_count: int
    sla_breached: bool | None
    rating_value: float | None
    rating_min: float
    rating_max: float
    attributes_json: str

    @property
    def notes(self) -> Sized:
        """As many as there were."""
        return range(self.note_count)

    @property
    def rating(self) -> Rating | None:
        """What the customer gave, with its scale."""
        if self.rating_value is None:
            return None
        return Rating(value=self.rating_value, scale_min=self.rating_min, scale_max=self.rating_max)

    @property
    def attributes(self) -> Mapping[str, object]:
        """Numbers as they were given, however large: read as the event's are."""
        return object_of(self.attributes_json)


KEPT = frozenset(
    {
        "channel",
        "reassignment_count",
        "note_count",
        "rating",
        "rating_fraction",
        "description",
        "resolution_notes",
        "skills",
        "attributes",
    }
)
"""The fields that only whole tasks tell."""

_READ_FROM = {
    "minutes_to_resolve": ("opened_at", "resolved_at", "closed_at"),
    "minutes_to_close": ("opened_at", "closed_at"),
    "rating_fraction": ("rating",),
}


def columns_of(fields: Iterable[str]) -> list[str]:
    """What the dry run's statement is asked for, so that these fields of conditions can be read."""
    return sorted({column for field in fields for column in _READ_FROM.get(field, (field,))})
