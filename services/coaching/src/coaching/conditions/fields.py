"""The fields of a task that a condition may name, with their types and how each is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from coaching.conditions.task import Task

LONGEST_TEXT = 10_000
"""Characters of a long text that conditions see: bounds what one evaluation can cost."""

Kind = Literal["text", "number", "truth", "texts", "map"]
FieldValue: TypeAlias = "str | float | bool | list[str] | dict[str, object] | None"


UNKNOWN: dict[Kind, str] = {
    "text": 'text that was not given is "", which is empty',
    "number": "a number that was not given equals null; no comparison with it holds or fails to hold",
    "truth": "what was not told is neither true nor false",
    "texts": "none is an empty list",
    "map": "an attribute that is not there equals nothing, nor does it differ",
}
"""What a field's value is where the task does not tell it. What cannot be told does not match."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that conditions may name.

    ``few``: many tasks have the same value, so that an answer about it is worth remembering.
    """

    name: str
    kind: Kind
    example: str
    meaning: str
    read: Callable[[Task], FieldValue]
    few: bool = False


def _minutes(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds() / 60


def minutes_to_resolve(task: Task) -> float | None:
    """Minutes from opening to resolution (to closing, where no resolution was told); None while open."""
    return _minutes(task.opened_at, task.resolved_at or task.closed_at)


def rating_fraction(task: Task) -> float | None:
    """Where the customer's rating lies on its own scale, 0 to 1; None without a rating."""
    rating = task.rating
    if rating is None:
        return None
    return (rating.value - rating.scale_min) / (rating.scale_max - rating.scale_min)


_ALL = (
    Field("number", "text", '"CS0001"', "the number of the task", lambda task: task.number),
    Field("kind", "text", '"case"', "case, incident, interaction, …", lambda task: task.kind, few=True),
    Field("state", "text", '"closed"', "as its own system calls it", lambda task: task.state, few=True),
    Field(
        "priority", "text", '"high"', "as its own system calls it", lambda task: task.priority or "", few=True
    ),
    Field("short_description", "text", '"Cannot log in"', "its title", lambda task: task.short_description),
    Field(
        "description",
        "text",
        '"Since the update …"',
        f"what it is about; its first {LONGEST_TEXT:,} characters",
        lambda task: task.description[:LONGEST_TEXT],
    ),
    Field(
        "resolution_notes",
        "text",
        '"Reset the token"',
        f"how it was solved; the first {LONGEST_TEXT:,} characters",
        lambda task: task.resolution_notes[:LONGEST_TEXT],
    ),
    Field("category", "text", '"network"', "its category", lambda task: task.category or "", few=True),
    Field("product", "text", '"router"', "its product", lambda task: task.product or "", few=True),
    Field("channel", "text", '"phone"', "how it came in", lambda task: task.channel or "", few=True),
    Field("agent_id", "text", '"p17"', "the person it is assigned to", lambda task: task.agent_id or ""),
    Field(
        "team_id",
        "text",
        '"payments"',
        "the team it is assigned to",
        lambda task: task.team_id or "",
        few=True,
    ),
    Field("skills", "texts", '["sql"]', "the skills on the task", lambda task: list(task.skills)),
    Field("minutes_to_resolve", "number", "4320", "from opening to resolution", minutes_to_resolve),
    Field(
        "minutes_to_close",
        "number",
        "4320",
        "from opening to closing",
        lambda task: _minutes(task.opened_at, task.closed_at),
    ),
    Field("handle_minutes", "number", "10", "minutes worked on it", lambda task: task.handle_minutes),
    Field(
        "reopen_count", "number", "1", "how often it was reopened", lambda task: task.reopen_count, few=True
    ),
    Field(
        "reassignment_count",
        "number",
        "2",
        "how often it was given to another",
        lambda task: task.reassignment_count,
        few=True,
    ),
    Field(
        "note_count",
        "number",
        "3",
        "work notes, or lines of a transcript",
        lambda task: len(task.notes),
        few=True,
    ),
    Field(
        "sla_breached",
        "truth",
        "true",
        "a service level was missed",
        lambda task: task.sla_breached,
        few=True,
    ),
    Field(
        "rating",
        "number",
        "4",
        "what the customer gave",
        lambda task: None if task.rating is None else task.rating.value,
        few=True,
    ),
    Field(
        "rating_fraction", "number", "0.75", "the rating on its scale, from 0 to 1", rating_fraction, few=True
    ),
    Field(
        "attributes",
        "map",
        '{"region": "emea"}',
        "fields of your own: attributes.region",
        lambda task: dict(task.attributes),
    ),
)

FIELDS: dict[str, Field] = {field.name: field for field in _ALL}


def described() -> str:
    """The fields as one line for a person: names with types and examples."""
    return ", ".join(f"{field.name} ({field.kind}, such as {field.example})" for field in _ALL)
