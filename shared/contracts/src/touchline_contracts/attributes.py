"""The attributes a CloudEvent travels with, read from and written to names and text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

_REQUIRED = ("id", "source", "specversion", "type")
_MAX_ATTRIBUTE = 1_000
_OPTIONAL = ("time", "subject", "sequence", "correlationid", "causationid", "traceparent")
_CONTENT_TYPE = "content-type"
_ATTRIBUTES = {f"ce_{name}": name for name in (*_REQUIRED, *_OPTIONAL)} | {_CONTENT_TYPE: _CONTENT_TYPE}


class MalformedEvent(ValueError):
    """An event that cannot be read; ``field`` names the part, ``reason`` the remedy."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class UnknownEventType(MalformedEvent):
    """The type, or this version of it, is not in the contracts."""


class Envelope(NamedTuple):
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


def attributes_of(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """The CloudEvents attributes among Kafka headers, names in lower case and without ``ce_``.

    Raises MalformedEvent for a header that is not UTF-8.
    """
    found: dict[str, str] = {}
    for name, value in headers:
        attribute = _ATTRIBUTES.get(name) or _attribute(name)
        if attribute is None or value is None:
            continue
        try:
            found[attribute] = value.decode()
        except UnicodeDecodeError:
            raise MalformedEvent(name, "the header is not valid UTF-8") from None
    return found


def envelope_of(attributes: Mapping[str, str]) -> Envelope:
    """The envelope in CloudEvents attributes. Raises MalformedEvent naming what is missing."""
    get = attributes.get
    event_id, source, event_type = get("id"), get("source"), get("type")
    if not (event_id and source and event_type) or get("specversion") != "1.0":
        raise _fault_in(attributes)
    if len(event_id) + len(source) + len(event_type) > _MAX_ATTRIBUTE:
        raise _fault_in(attributes)
    time = get("time")
    return Envelope(
        event_id,
        source,
        event_type,
        None if time is None else _time(time),
        get("subject"),
        get("sequence"),
        get("correlationid"),
        get("causationid"),
        get("traceparent"),
    )


def _fault_in(attributes: Mapping[str, str]) -> MalformedEvent:
    for name in _REQUIRED:
        if not attributes.get(name):
            return MalformedEvent(name, "the CloudEvents attribute is missing or empty")
    if attributes["specversion"] != "1.0":
        return MalformedEvent("specversion", "must be 1.0")
    longest = max(_REQUIRED, key=lambda name: len(attributes[name]))
    return MalformedEvent(
        longest, f"id, source and type are longer than {_MAX_ATTRIBUTE} characters together"
    )


def in_words(fields: Mapping[str, object]) -> dict[str, str]:
    """The attributes among the fields of a JSON event. What must be text and is not is left out."""
    required = {name: value for name in _REQUIRED if isinstance(value := fields.get(name), str)}
    return required | {name: str(value) for name in _OPTIONAL if (value := fields.get(name)) is not None}


def named(envelope: Envelope) -> dict[str, str]:
    """The attributes of an envelope that are given, by their CloudEvents names."""
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


def _attribute(header: str) -> str | None:
    """The attribute that a header carries, however it is spelled."""
    lowered = header.lower()
    return lowered.removeprefix("ce_") if lowered.startswith("ce_") or lowered == _CONTENT_TYPE else None


def _time(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise MalformedEvent("time", "must be an RFC 3339 timestamp") from None
    if moment.tzinfo is None:
        raise MalformedEvent("time", "must carry an offset, such as Z")
    return moment
