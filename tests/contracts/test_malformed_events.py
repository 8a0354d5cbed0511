"""A malformed event says which part is wrong, so that its publisher can be told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contracts.golden_examples import EXAMPLES, read
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.envelope import (
    STRUCTURED,
    MalformedEvent,
    UnknownEventType,
    decode,
    parse_structured,
)
from touchline_contracts.event import Snapshot, Unfit

Headers = dict[str, bytes]
GOOD_HEADERS = {"ce_specversion": b"1.0", "ce_id": b"1", "ce_source": b"/s", "ce_type": b"task.closed.v1"}
GOOD = read(EXAMPLES / "task.closed.v1" / "case.json")


def refusal_of(headers: Headers, data: Any) -> MalformedEvent:
    """The refusal of a binary-mode message with these headers and this data."""
    with pytest.raises(MalformedEvent) as caught:
        decode(list(headers.items()), json.dumps(data).encode())
    return caught.value


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type"])
def test_a_missing_attribute_is_named(name: str) -> None:
    headers = {key: value for key, value in GOOD_HEADERS.items() if key != f"ce_{name}"}
    assert refusal_of(headers, GOOD["data"]).field == name


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("ce_id", b"", "id"),
        ("ce_id", b"\xff\xfe", "ce_id"),
        ("ce_source", b"s" * 1_001, "source"),
        ("ce_specversion", b"0.3", "specversion"),
        ("ce_time", b"yesterday", "time"),
        ("ce_time", b"2026-03-02T09:15:00", "time"),
        ("ce_type", b"task.closed.v99", "type"),
        ("ce_type", b"task.vanished.v1", "type"),
    ],
)
def test_a_bad_attribute_is_named(name: str, value: bytes, field: str) -> None:
    assert refusal_of(GOOD_HEADERS | {name: value}, GOOD["data"]).field == field


def test_an_unknown_version_is_told_apart_from_a_malformed_event() -> None:
    assert isinstance(
        refusal_of(GOOD_HEADERS | {"ce_type": b"task.closed.v2"}, GOOD["data"]), UnknownEventType
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": None}, "number"),
        ({"number": " "}, "number"),
        ({"number": "x" * 201}, "number"),
        ({"opened_at": "2026-03-02T09:15:00"}, "opened_at"),
        ({"handle_minutes": -1}, "handle_minutes"),
        ({"handle_minutes": "4"}, "handle_minutes"),
        ({"revision": 2**63}, "revision"),
        ({"rating": {"value": 7, "scale_min": 1, "scale_max": 5}}, "rating"),
        ({"rating": {"value": 1, "scale_min": 5, "scale_max": 5}}, "rating"),
        ({"notes": [{"text": "a"}, {"author": "b"}]}, "notes.1.text"),
        ({"attributes": {"nested": {"a": 1}}}, "attributes"),
        ({"skills": ["x"] * 51}, "skills"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], field: str) -> None:
    assert refusal_of(GOOD_HEADERS, GOOD["data"] | change).field.startswith(field)


@pytest.mark.parametrize("number", ["Infinity", "NaN", "1e999"])
def test_a_number_that_is_none_is_malformed(number: str) -> None:
    data = json.dumps(GOOD["data"] | {"handle_minutes": 4711}).replace("4711", number)
    with pytest.raises(MalformedEvent):
        decode(list(GOOD_HEADERS.items()), data.encode())


def test_a_whole_number_may_be_written_with_a_point() -> None:
    data = json.dumps(GOOD["data"]).replace('"revision": 7', '"revision": 7.0')
    event = decode(list(GOOD_HEADERS.items()), data.encode()).event
    assert isinstance(event, Snapshot)
    assert event.revision == 7
    assert refusal_of(GOOD_HEADERS, GOOD["data"] | {"revision": 7.5}).field == "revision"


def test_a_blank_identifier_is_refused_when_it_is_made_too() -> None:
    for blank in ("", " ", "\x1f"):
        with pytest.raises(Unfit, match="skill_id must not be blank"):
            SkillToAdd(skill_id=blank)


def test_a_missing_field_is_named() -> None:
    data = {name: value for name, value in GOOD["data"].items() if name != "kind"}
    assert refusal_of(GOOD_HEADERS, data).field == "kind"


def test_a_tombstone_is_malformed() -> None:
    with pytest.raises(MalformedEvent, match="no value"):
        decode(list(GOOD_HEADERS.items()), None)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ("not json", "event"),
        ("[]", "event"),
        (json.dumps({name: value for name, value in GOOD.items() if name != "data"}), "data"),
        (json.dumps(GOOD | {"id": 5}), "id"),
        (json.dumps(GOOD | {"data": "text"}), "data"),
    ],
)
def test_a_bad_structured_event_is_named(document: str, field: str) -> None:
    with pytest.raises(MalformedEvent) as caught:
        parse_structured(document)
    assert caught.value.field == field


def test_header_names_are_read_in_any_case() -> None:
    headers = [(name.upper(), value) for name, value in GOOD_HEADERS.items()]
    assert decode(headers, json.dumps(GOOD["data"]).encode()).envelope.source == "/s"


def test_structured_mode_is_recognised_with_a_charset() -> None:
    content_type = f"{STRUCTURED}; charset=UTF-8".encode()
    assert decode([("content-type", content_type)], json.dumps(GOOD).encode()).envelope.subject == "CS0048213"
