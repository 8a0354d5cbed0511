"""CloudEvents 1.0 over Kafka: binary mode (``ce_*`` headers) and structured mode, read and written.

Source: CloudEvents core specification 1.0.2 and its Kafka protocol binding. Extension attributes used:
``correlationid`` (the event that started the chain), ``causationid`` (the event this one follows from),
``sequence`` and ``traceparent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from touchline_contracts.attributes import (
    Envelope,
    MalformedEvent,
    UnknownEventType,
    attributes_of,
    envelope_of,
    in_words,
    named,
)
from touchline_contracts.event import Event, Snapshot, Unfit
from touchline_contracts.registry import EVENTS

__all__ = [
    "STRUCTURED",
    "Envelope",
    "Headers",
    "MalformedEvent",
    "Received",
    "UnknownEventType",
    "attributes_of",
    "data_of",
    "decode",
    "encode",
    "envelope_of",
    "headers_of",
    "malformed",
    "parse_structured",
    "payload_of",
    "revised",
    "to_structured",
]

E = TypeVar("E", bound=Event)
Headers = tuple[tuple[str, bytes], ...]
STRUCTURED = "application/cloudevents+json"
_DECODERS = {name: msgspec.json.Decoder(model) for name, model in EVENTS.items()}
_AT = re.compile(r" - at `\$\.?(.*)`$")
_MISSING = re.compile(r"missing required field `(\w+)`")


class Received(NamedTuple, Generic[E]):
    """An event together with its envelope."""

    envelope: Envelope
    event: E


def data_of(envelope: Envelope, payload: bytes | str) -> Event:
    """The event in a JSON payload. Raises UnknownEventType, or MalformedEvent naming the field."""
    decoder = _DECODERS.get(envelope.type)
    if decoder is None:
        raise UnknownEventType("type", f"{envelope.type!r} is no known event type or version")
    try:
        return decoder.decode(payload)
    except (ValueError, RecursionError) as error:
        if isinstance(error, msgspec.ValidationError) and (event := _with_whole_numbers(decoder, payload)):
            return event
        raise malformed(error) from None


def _with_whole_numbers(decoder: msgspec.json.Decoder[Event], payload: bytes | str) -> Event | None:
    """The event, where all that was wrong are whole numbers written as 5.0, which JSON Schema allows."""
    try:
        return msgspec.convert(_whole(msgspec.json.decode(payload)), decoder.type)
    except (ValueError, RecursionError):
        return None


def _whole(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {name: _whole(part) for name, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list) else value


def malformed(error: Exception) -> MalformedEvent:
    """What msgspec found wrong, with the field by its path, such as ``notes.1.text``."""
    text = str(error)
    place = _AT.search(text)
    parts = re.findall(r"[\w-]+", place[1]) if place else []
    reason = text[: place.start()] if place else text
    if isinstance(error.__cause__, Unfit):
        parts.append(error.__cause__.field)
        reason = error.__cause__.reason
    elif missing := _MISSING.search(reason):
        parts.append(missing[1])
    return MalformedEvent(".".join(parts) or "data", reason)


def payload_of(event: Event) -> bytes:
    """The event as JSON. Raises MalformedEvent for what no subscriber could read. NaN is written as null."""
    try:
        payload = msgspec.json.encode(event)
        _DECODERS[event.TYPE].decode(payload)
    except ValueError as error:
        raise malformed(error) from None
    return payload


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
        fields = msgspec.json.decode(document)
    except (ValueError, RecursionError) as error:
        raise MalformedEvent("event", f"not valid JSON: {error}") from None
    if not isinstance(fields, dict):
        raise MalformedEvent("event", "must be a JSON object in the CloudEvents JSON format")
    envelope = envelope_of(in_words(fields))
    if "data" not in fields:
        raise MalformedEvent("data", "the event has no data")
    return Received(envelope, data_of(envelope, msgspec.json.encode(fields["data"])))


def encode(envelope: Envelope, event: Event) -> tuple[Headers, bytes]:
    """Headers and value of an event in binary mode."""
    return headers_of(envelope), payload_of(event)


def headers_of(envelope: Envelope) -> Headers:
    """The Kafka headers of an envelope, in binary mode."""
    attributes = named(envelope)
    headers = [(f"ce_{name}", value.encode()) for name, value in attributes.items()]
    return (*headers, ("content-type", b"application/json"))


def to_structured(envelope: Envelope, event: Event) -> dict[str, Any]:
    """The event in the CloudEvents JSON format."""
    data = msgspec.json.decode(payload_of(event))
    return {**named(envelope), "datacontenttype": "application/json", "data": data}


def revised(received: Received[Event], offset: int) -> Received[Event]:
    """The event with the revision that orders it: its own, else ce_sequence, else its time.

    Two snapshots of one time are equal in rank; of those, the later offset is applied last.
    Without any of the three the offset alone orders the snapshots.
    """
    event = received.event
    if not isinstance(event, Snapshot) or event.revision:
        return received
    revision = _revision(received.envelope, offset)
    return Received(received.envelope, msgspec.structs.replace(event, revision=revision))


def _revision(envelope: Envelope, offset: int) -> int:
    if envelope.sequence is not None:
        try:
            return max(0, min(int(envelope.sequence), 2**63 - 1))
        except ValueError:
            raise MalformedEvent("sequence", "must be a whole number") from None
    if envelope.time is not None:
        return max(0, int(envelope.time.timestamp() * 1_000_000))
    return offset + 1
