"""Finished and unfinished support work, published by other systems on ``touchline.tasks``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from touchline_contracts.event import Identifier, LongText, ShortText, Snapshot, Value

Attribute = bool | int | float | Annotated[str, StringConstraints(max_length=4_000)] | None


class Note(Value):
    """One work note or line of a transcript."""

    author: ShortText | None = None
    at: AwareDatetime | None = None
    text: LongText


class Rating(Value):
    """What the customer gave, on the scale it was asked on (both ends included)."""

    value: float
    scale_min: float = 1
    scale_max: float = 5

    @model_validator(mode="after")
    def _inside_scale(self) -> Rating:
        if not self.scale_min < self.scale_max:
            raise ValueError("scale_min must be below scale_max")
        if not self.scale_min <= self.value <= self.scale_max:
            raise ValueError("value must lie between scale_min and scale_max")
        return self


class TaskEvent(Snapshot):
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
    notes: Annotated[tuple[Note, ...], Field(max_length=500)] = ()
    link: ShortText | None = None
    category: ShortText | None = None
    product: ShortText | None = None
    channel: ShortText | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None
    skills: Annotated[tuple[Identifier, ...], Field(max_length=50)] = ()
    opened_at: AwareDatetime
    resolved_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    handle_minutes: Annotated[float, Field(ge=0)] | None = None
    reopen_count: Annotated[int, Field(ge=0)] = 0
    reassignment_count: Annotated[int, Field(ge=0)] = 0
    sla_breached: bool | None = None
    rating: Rating | None = None
    attributes: Annotated[dict[str, Attribute], Field(max_length=100)] = {}

    def key(self) -> str:
        return self.number


class TaskOpened(TaskEvent):
    """A task was created."""

    TYPE: ClassVar[str] = "task.opened.v1"


class TaskAssigned(TaskEvent):
    """A task got another agent or team."""

    TYPE: ClassVar[str] = "task.assigned.v1"


class TaskEscalated(TaskEvent):
    """A task was escalated."""

    TYPE: ClassVar[str] = "task.escalated.v1"


class TaskResolved(TaskEvent):
    """The agent considers the task solved."""

    TYPE: ClassVar[str] = "task.resolved.v1"


class TaskClosed(TaskEvent):
    """The task is finished for good, until it is reopened."""

    TYPE: ClassVar[str] = "task.closed.v1"


class TaskReopened(TaskEvent):
    """A resolved or closed task needs work again."""

    TYPE: ClassVar[str] = "task.reopened.v1"


class TaskRated(TaskEvent):
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
