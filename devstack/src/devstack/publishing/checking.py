"""One line in the CloudEvents JSON format becomes a Kafka message, or is refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from touchline_contracts.envelope import Headers, MalformedEvent, data_of, envelope_of, headers_of

MAX_BYTES = 900_000
"""Of an event's data: a broker takes messages up to 1 MiB, headers and framing included."""


@dataclass(frozen=True, slots=True)
class Message:
    """An event ready to be sent."""

    topic: str
    key: bytes
    headers: Headers
    value: bytes


def check_line(line: bytes) -> Message:
    """Checks a line. Raises MalformedEvent naming the field."""
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise MalformedEvent("event", f"not valid JSON: {error}") from None
    return check_event(document)


def check_event(document: object) -> Message:
    """Checks an event in the CloudEvents JSON format. Raises MalformedEvent naming the field.

    The data are sent as they came, with fields that only newer readers know.
    """
    if not isinstance(document, dict):
        raise MalformedEvent("event", "must be a JSON object in the CloudEvents JSON format")
    envelope = envelope_of(document)
    if "data" not in document:
        raise MalformedEvent("data", "the event has no data")
    value = orjson.dumps(document["data"])
    if len(value) > MAX_BYTES:
        raise MalformedEvent("data", f"larger than {MAX_BYTES} bytes")
    event = data_of(envelope, value)
    return Message(event.TOPIC, event.key().encode(), headers_of(envelope), value)
