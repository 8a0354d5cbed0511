"""What the operator's routes take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from asyncpg import Record
from pydantic import BaseModel, Field

from touchline_runtime import quarantine
from touchline_runtime.http import Command, PageQuery, Query
from touchline_runtime.subscription import Subscription

Number = Annotated[int, Field(ge=1, lt=2**63)]


class ListQuarantine(PageQuery):
    """Which events: those still open, or those in one state."""

    subscription: str | None = None
    state: Literal["quarantined", "parked", "replayed", "discarded"] | None = None
    key: str | None = None


class ReadQuarantined(Query):
    """One event set aside."""

    number: Number


class ReplayEvent(Command):
    """Apply a quarantined event."""

    number: Number


class DiscardEvent(ReplayEvent):
    """Give a quarantined event up."""


class ListSubscriptions(Query):
    """All subscriptions of the service."""


class ResumeSubscription(Command):
    """Let a stopped subscription go on."""

    name: Annotated[str, Field(max_length=200)]


class QuarantinedEvent(BaseModel):
    """An event set aside. ``kind``: malformed, conflict, failed or parked.

    ``subscription`` is ``*`` where it concerns all of them.
    """

    id: str
    state: str
    consumer: str
    subscription: str
    key: str | None
    topic: str
    partition: int
    offset: int
    event_id: str | None
    event_type: str | None
    kind: str
    field: str | None
    reason: str
    created_at: datetime
    settled_at: datetime | None
    settled_by: str | None

    @classmethod
    def of(cls, row: Record) -> QuarantinedEvent:
        """From the quarantine's row."""
        return cls.model_validate(_columns(row))


class QuarantinedEventWithContent(QuarantinedEvent):
    """With what came: headers and value as text; bytes that are no UTF-8 are shown as ``\\xNN``."""

    headers: dict[str, str]
    payload: str

    @classmethod
    def of(cls, row: Record) -> QuarantinedEventWithContent:
        """From the quarantine's row."""
        headers = {name: _text(value or b"") for name, value in quarantine.headers_from_json(row["headers"])}
        return cls.model_validate(_columns(row) | {"headers": headers, "payload": _text(row["payload"])})


class Settled(BaseModel):
    """What became of it: ``applied`` counts it and those behind it; ``reason`` says why it stopped, if so."""

    id: str
    state: str
    applied: int
    reason: str | None


class SubscriptionView(BaseModel):
    """A subscription. ``state``: running or stopped; ``reason`` is the last error of a stopped one."""

    name: str
    kind: str
    consumer: str
    events: list[str]
    state: str
    stopped_at: datetime | None
    reason: str | None

    @classmethod
    def of(cls, subscription: Subscription, stop: Record | None) -> SubscriptionView:
        """From the service's table and, for a stopped one, its row."""
        return cls(
            name=subscription.name,
            kind=subscription.effect,
            consumer=subscription.consumer,
            events=[event.TYPE for event in subscription.events],
            state="stopped" if stop else "running",
            stopped_at=stop["stopped_at"] if stop else None,
            reason=stop["reason"] if stop else None,
        )


def _columns(row: Record) -> dict[str, object]:
    renamed = {"id": str(row["id"]), "key": row["ordering_key"], "offset": row["log_offset"]}
    return dict(row) | renamed


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")
