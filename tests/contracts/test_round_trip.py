"""Whatever event is published, the subscriber gets the same one; whatever arrives, decoding is safe."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.event_strategies import envelopes, events_of
from touchline_contracts.envelope import (
    STRUCTURED,
    MalformedEvent,
    Received,
    decode,
    encode,
    parse_structured,
    revised,
    to_structured,
)
from touchline_contracts.event import Snapshot
from touchline_contracts.registry import EVENTS

relaxed = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
each_type = pytest.mark.parametrize("event_type", sorted(EVENTS))


@each_type
@relaxed
@given(st.data())
def test_an_event_survives_binary_mode(event_type: str, data: st.DataObject) -> None:
    sent = Received(data.draw(envelopes(event_type)), data.draw(events_of(EVENTS[event_type])))
    assert decode(*encode(sent.envelope, sent.event)) == sent


@each_type
@relaxed
@given(st.data())
def test_an_event_survives_structured_mode(event_type: str, data: st.DataObject) -> None:
    sent = Received(data.draw(envelopes(event_type)), data.draw(events_of(EVENTS[event_type])))
    document = json.dumps(to_structured(sent.envelope, sent.event))
    assert parse_structured(document) == sent
    assert decode([("content-type", STRUCTURED.encode())], document.encode()) == sent


@settings(max_examples=150, deadline=None)
@given(
    headers=st.lists(st.tuples(st.text(max_size=12), st.none() | st.binary(max_size=30))),
    value=st.none() | st.binary(max_size=200),
    mode=st.sampled_from(["application/json", STRUCTURED]),
)
def test_arbitrary_bytes_are_malformed_and_never_a_crash(
    headers: list[tuple[str, bytes | None]], value: bytes | None, mode: str
) -> None:
    with pytest.raises(MalformedEvent):
        decode([*headers, ("content-type", mode.encode())], value)


@settings(max_examples=150, deadline=None)
@given(attributes=st.dictionaries(st.sampled_from(["time", "sequence"]), st.text(max_size=30)))
def test_arbitrary_times_and_sequences_are_malformed_or_give_a_revision(attributes: dict[str, str]) -> None:
    given_event = {
        "specversion": "1.0",
        "id": "1",
        "source": "/s",
        "type": "shift.cancelled.v1",
        "data": {"id": "x"},
    }
    document = json.dumps(given_event | attributes)
    with suppress(MalformedEvent):
        event = revised(parse_structured(document), offset=4).event
        assert isinstance(event, Snapshot)
        assert 0 <= event.revision <= 2**63 - 1


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_times_at_the_ends_of_the_calendar_give_a_revision_or_are_malformed(time: str) -> None:
    document = {"specversion": "1.0", "id": "1", "source": "/s", "type": "shift.cancelled.v1", "time": time}
    revised(parse_structured(json.dumps(document | {"data": {"id": "x"}})), offset=4)


@pytest.mark.parametrize(
    "value", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000, b'"\\ud800"', b"\xff", b""]
)
@pytest.mark.parametrize("mode", ["application/json", STRUCTURED])
def test_hostile_payloads_are_malformed(value: bytes, mode: str) -> None:
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", b"1"),
        ("ce_source", b"/s"),
        ("ce_type", b"task.closed.v1"),
    ]
    with pytest.raises(MalformedEvent):
        decode([*headers, ("content-type", mode.encode())], value)
