"""CloudEvents 1.0 over Kafka: binary mode (``ce_*`` headers) and structured mode, read and written.

Source: CloudEvents core specification 1.0.2 and its Kafka protocol binding. Extension attributes used:
``correlationid`` (the event that started the chain), ``causationid`` (the event this one follows from),
``sequence`` and ``traceparent``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from touchline_contracts.event import Event, Snapshot
from touchline_contracts.registry import EVENTS

E = TypeVar("E", bound=Event)
Headers = tuple[tuple[str, bytes], ...]
STRUCTURED = "application/cloudevents+json"
_REQUIRED = ("id", "source", "specversion", "type")
_MAX_ATTRIBUTE = 1_000


class MalformedEvent(ValueError):
    """An event that cannot be read; ``field`` names the part, ``reason`` the remedy."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class UnknownEventType(MalformedEvent):
    """The type, or this version of it, is not in the contracts."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes an event travels with. ``time`` is when the fact happened, if it was given."""

    id: str
    source: str
    type: str
    time: datetime | None = None
    subject: str | None = None
    sequence: str | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """An event together with its envelope."""

    envelope: Envelope
    event: E


def attributes_of(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """The CloudEvents attributes among Kafka headers, names in lower case and without ``ce_``.

    Raises MalformedEvent for a header that is not UTF-8.
    """
    found: dict[str, str] = {}
    for name, value in headers:
        lowered = name.lower()
        if value is None or not (lowered.startswith("ce_") or lowered == "content-type"):
            continue
        try:
            found[lowered.removeprefix("ce_")] = value.decode()
        except UnicodeDecodeError:
            raise MalformedEvent(name, "the header is not valid UTF-8") from None
    return found


def envelope_of(attributes: Mapping[str, Any]) -> Envelope:
    """The envelope in CloudEvents attributes. Raises MalformedEvent naming what is missing."""
    for name in _REQUIRED:
        value = attributes.get(name)
        if not isinstance(value, str) or not value:
            raise MalformedEvent(name, "the CloudEvents attribute is missing or empty")
        if len(value) > _MAX_ATTRIBUTE:
            raise MalformedEvent(name, f"longer than {_MAX_ATTRIBUTE} characters")
    if attributes["specversion"] != "1.0":
        raise MalformedEvent("specversion", "must be 1.0")
    time = attributes.get("time")
    return Envelope(
        id=attributes["id"],
        source=attributes["source"],
        type=attributes["type"],
        time=None if time is None else _time(time),
        subject=_optional(attributes, "subject"),
        sequence=_optional(attributes, "sequence"),
        correlation_id=_optional(attributes, "correlationid"),
        causation_id=_optional(attributes, "causationid"),
        traceparent=_optional(attributes, "traceparent"),
    )


def data_of(envelope: Envelope, payload: bytes | str) -> Event:
    """The event in a JSON payload. Raises UnknownEventType, or MalformedEvent naming the field."""
    model = EVENTS.get(envelope.type)
    if model is None:
        raise UnknownEventType("type", f"{envelope.type!r} is no known event type or version")
    try:
        return model.model_validate_json(payload)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "data"
        raise MalformedEvent(where, first["msg"]) from None


def decode(headers: Iterable[tuple[str, bytes | None]], value: bytes | None) -> Received[Event]:
    """Reads one Kafka message in binary or structured mode. Raises MalformedEvent."""
    attributes = attributes_of(headers)
    if attributes.get("content-type", "").startswith(STRUCTURED):
        return parse_structured(value or b"")
    envelope = envelope_of(attributes)
    if value is None:
        raise MalformedEvent("data", "the message has no value")
    return Received(envelope, data_of(envelope, value))


def parse_structured(document: bytes | str) -> Received[Event]:
    """Reads one event in the CloudEvents JSON format. Raises MalformedEvent."""
    try:
        fields = from_json(document)
    except ValueError as error:
        raise MalformedEvent("event", f"not valid JSON: {error}") from None
    if not isinstance(fields, dict):
        raise MalformedEvent("event", "must be a JSON object in the CloudEvents JSON format")
    envelope = envelope_of(fields)
    if "data" not in fields:
        raise MalformedEvent("data", "the event has no data")
    return Received(envelope, data_of(envelope, json.dumps(fields["data"])))


def encode(envelope: Envelope, event: Event) -> tuple[Headers, bytes]:
    """Headers and value of an event in binary mode."""
    return headers_of(envelope), event.model_dump_json().encode()


def headers_of(envelope: Envelope) -> Headers:
    """The Kafka headers of an envelope, in binary mode."""
    attributes = _attributes(envelope)
    headers = [(f"ce_{name}", value.encode()) for name, value in attributes.items()]
    return (*headers, ("content-type", b"application/json"))


def to_structured(envelope: Envelope, event: Event) -> dict[str, Any]:
    """The event in the CloudEvents JSON format."""
    data = event.model_dump(mode="json")
    return {**_attributes(envelope), "datacontenttype": "application/json", "data": data}


def revised(received: Received[Event], offset: int) -> Received[Event]:
    """The event with the revision that orders it: its own, else ce_sequence, else its time.

    Two snapshots of one time are equal in rank; of those, the later offset is applied last.
    Without any of the three the offset alone orders the snapshots.
    """
    event = received.event
    if not isinstance(event, Snapshot) or event.revision:
        return received
    revision = _revision(received.envelope, offset)
    return Received(received.envelope, event.model_copy(update={"revision": revision}))


def _revision(envelope: Envelope, offset: int) -> int:
    if envelope.sequence is not None:
        try:
            return max(0, min(int(envelope.sequence), 2**63 - 1))
        except ValueError:
            raise MalformedEvent("sequence", "must be a whole number") from None
    if envelope.time is not None:
        return max(0, int(envelope.time.timestamp() * 1_000_000))
    return offset + 1


def _attributes(envelope: Envelope) -> dict[str, str]:
    optional = {
        "time": envelope.time.isoformat() if envelope.time else None,
        "subject": envelope.subject,
        "sequence": envelope.sequence,
        "correlationid": envelope.correlation_id,
        "causationid": envelope.causation_id,
        "traceparent": envelope.traceparent,
    }
    required = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
    }
    return required | {name: value for name, value in optional.items() if value is not None}


def _optional(attributes: Mapping[str, Any], name: str) -> str | None:
    value = attributes.get(name)
    return None if value is None else str(value)[:_MAX_ATTRIBUTE]


def _time(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise MalformedEvent("time", "must be an RFC 3339 timestamp") from None
    if moment.tzinfo is None:
        raise MalformedEvent("time", "must carry an offset, such as Z")
    return moment
