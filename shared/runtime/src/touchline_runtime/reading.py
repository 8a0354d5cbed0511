"""Turns Kafka records into events, or into faults that say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

import msgspec

from touchline_contracts.catalogue import BY_NAME
from touchline_contracts.envelope import (
    STRUCTURED,
    Envelope,
    MalformedEvent,
    Received,
    attributes_of,
    data_of,
    envelope_of,
    parse_structured,
    revised,
)
from touchline_contracts.event import Event
from touchline_contracts.registry import EVENTS
from touchline_runtime import inbox
from touchline_runtime.position import Place
from touchline_runtime.quarantine import Fault, Message

_INDEXED_CHARACTERS = 500
"""Of up to 4 bytes each; a row of an index holds 2,704 bytes."""


class Record(Protocol):
    """What a consumer hands over; aiokafka's ConsumerRecord is one."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Iterable[tuple[str, bytes | None]]: ...


@dataclass(slots=True)
class Inbound:
    """One record of the log and what became of it: an event, a fault, or nothing of interest."""

    record: Record
    received: Received[Event] | None = None
    entry: inbox.Entry | None = None
    fault: Fault | None = None
    envelope: Envelope | None = None

    @property
    def place(self) -> Place:
        """The partition it came on."""
        return Place(self.record.topic, self.record.partition)

    def key(self) -> str | None:
        """What orders it among others: the event's key, else the message's."""
        if self.received is not None:
            return self.received.event.key()
        raw = self.record.key
        return _indexable(raw.decode(errors="replace")) if raw else None

    def message(self, cluster_id: str) -> Message:
        """The record as the quarantine keeps it."""
        record, envelope = self.record, self.envelope
        return Message(
            cluster_id=cluster_id,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            message_key=record.key,
            headers=tuple(record.headers),
            payload=record.value,
            key=self.key(),
            event_id=None if envelope is None else _indexable(f"{envelope.source}#{envelope.id}"),
            event_type=None if envelope is None else envelope.type.replace("\x00", ""),
        )


def ends_of(batch: Iterable[Inbound]) -> dict[Place, int]:
    """For each partition of a batch, the offset after its last record."""
    ends: dict[tuple[str, int], int] = {}
    for inbound in batch:
        record = inbound.record
        ends[record.topic, record.partition] = record.offset + 1
    return {Place(*partition): end for partition, end in ends.items()}


class Reader:
    """Reads records for a consumer that subscribes to ``types``."""

    def __init__(self, consumer: str, types: Iterable[str]) -> None:
        self._consumer = consumer
        self._types = frozenset(types)
        self._names = frozenset(_unversioned(name) for name in self._types)

    def read(self, record: Record) -> Inbound:
        """Never raises for what a record holds: bad content becomes a fault."""
        inbound = Inbound(record)
        if record.value is None and BY_NAME[record.topic].compacted:
            return inbound
        try:
            self._decode(inbound)
        except MalformedEvent as error:
            inbound.fault = Fault("malformed", error.reason, error.field)
        except (ValueError, RecursionError) as error:
            inbound.fault = Fault("malformed", str(error), "data")
        return inbound

    def _decode(self, inbound: Inbound) -> None:
        record = inbound.record
        attributes = attributes_of(record.headers)
        if attributes.get("content-type", "").startswith(STRUCTURED):
            received = parse_structured(record.value or b"")
            inbound.envelope = received.envelope
            if received.envelope.type not in self._types:
                return
        else:
            envelope = inbound.envelope = envelope_of(attributes)
            if envelope.type not in self._types and self._is_of_no_interest(envelope.type):
                return
            received = Received(envelope, data_of(envelope, record.value or b""))
        _refuse_nul(received, record.value or b"")
        inbound.entry = inbox.entry(self._consumer, received.envelope, record.value or b"")
        inbound.received = revised(received, record.offset)

    def _is_of_no_interest(self, event_type: str) -> bool:
        """A known version that nobody here takes comes beside the one that is taken, under the same id."""
        return event_type in EVENTS or _unversioned(event_type) not in self._names


def _unversioned(event_type: str) -> str:
    return event_type.rpartition(".")[0]


def _indexable(text: str) -> str:
    """Text that PostgreSQL can store, and of a length that its indexes take; long text ends in its hash."""
    text = text.replace("\x00", "")
    if len(text) <= _INDEXED_CHARACTERS:
        return text
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{text[: _INDEXED_CHARACTERS - len(digest)]}{digest}"


def _refuse_nul(received: Received[Event], payload: bytes) -> None:
    """PostgreSQL cannot store the NUL character in text: better refused here than by a statement."""
    envelope = received.envelope
    if "\x00" in envelope.id or "\x00" in envelope.source:
        raise MalformedEvent("id", "must not hold the NUL character")
    if b"\\u0000" in payload and "\x00" in _text_of(received.event):
        raise MalformedEvent("data", "text must not hold the NUL character (\\u0000)")


def _text_of(event: Event) -> str:
    """All text of an event, run together."""
    parts: list[str] = []
    waiting: list[object] = [msgspec.to_builtins(event)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return "".join(parts)
