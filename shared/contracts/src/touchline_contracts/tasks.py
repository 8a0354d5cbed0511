"""Finished and unfinished support work, published by other systems on ``touchline.tasks``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from touchline_contracts.event import Identifier, LongText, Moment, ShortText, Snapshot, Unfit, Value

Attribute = bool | int | float | Annotated[str, Meta(max_length=4_000)] | None


class Note(Value, frozen=True, kw_only=True):
    """One work note or line of a transcript."""

    author: ShortText | None = None
    at: Moment | None = None
    text: LongText


class Rating(Value, frozen=True, kw_only=True):
    """What the customer gave, on the scale it was asked on (both ends included)."""

    value: float
    scale_min: float = 1
    scale_max: float = 5

    def __post_init__(self) -> None:
        if not self.scale_min < self.scale_max:
            raise Unfit("scale_min", "must be below scale_max")
        if not self.scale_min <= self.value <= self.scale_max:
            raise Unfit("value", "must lie between scale_min and scale_max")


class TaskEvent(Snapshot, frozen=True, kw_only=True):
    """A full snapshot of one task: case, incident, interaction or any other kind.

    ``skills`` are skill ids or names, as the publisher knows them. ``handle_minutes`` is working time.
    """

    TOPIC: ClassVar[str] = "touchline.tasks"

    number: Identifier
    kind: Identifier
    state: ShortText
    priority: ShortText | None = None
    short_description: ShortText = ""
    description: LongText = ""
    resolution_notes: LongText = ""
    notes: Annotated[tuple[Note, ...], Meta(max_length=500)] = ()
    link: ShortText | None = None
    category: ShortText | None = None
    product: ShortText | None = None
    channel: ShortText | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None
    skills: Annotated[tuple[Identifier, ...], Meta(max_length=50)] = ()
    opened_at: Moment
    resolved_at: Moment | None = None
    closed_at: Moment | None = None
    handle_minutes: Annotated[float, Meta(ge=0)] | None = None
    reopen_count: Annotated[int, Meta(ge=0)] = 0
    reassignment_count: Annotated[int, Meta(ge=0)] = 0
    sla_breached: bool | None = None
    rating: Rating | None = None
    attributes: Annotated[dict[str, Attribute], Meta(max_length=100)] = {}

    def key(self) -> str:
        return self.number


class TaskOpened(TaskEvent, frozen=True, kw_only=True):
    """A task was created."""

    TYPE: ClassVar[str] = "task.opened.v1"


class TaskAssigned(TaskEvent, frozen=True, kw_only=True):
    """A task got another agent or team."""

    TYPE: ClassVar[str] = "task.assigned.v1"


class TaskEscalated(TaskEvent, frozen=True, kw_only=True):
    """A task was escalated."""

    TYPE: ClassVar[str] = "task.escalated.v1"


class TaskResolved(TaskEvent, frozen=True, kw_only=True):
    """The agent considers the task solved."""

    TYPE: ClassVar[str] = "task.resolved.v1"


class TaskClosed(TaskEvent, frozen=True, kw_only=True):
    """The task is finished for good, until it is reopened."""

    TYPE: ClassVar[str] = "task.closed.v1"


class TaskReopened(TaskEvent, frozen=True, kw_only=True):
    """A resolved or closed task needs work again."""

    TYPE: ClassVar[str] = "task.reopened.v1"


class TaskRated(TaskEvent, frozen=True, kw_only=True):
    """The customer rated the work."""

    TYPE: ClassVar[str] = "task.rated.v1"


ALL_TASK_EVENTS = (
    TaskOpened,
    TaskAssigned,
    TaskEscalated,
    TaskResolved,
    TaskClosed,
    TaskReopened,
    TaskRated,
)
