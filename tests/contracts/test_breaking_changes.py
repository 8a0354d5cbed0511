"""The breaking-change check lets additions pass and catches whatever breaks an old or a new reader."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from touchline_contracts.compatibility import breaking_changes
from touchline_contracts.registry import EVENTS
from touchline_contracts.schemas import schema_of

Schema = dict[str, Any]
CLOSED = schema_of(EVENTS["task.closed.v1"])
ASSIGNED = schema_of(EVENTS["skill.assigned.v1"])


def changed(schema: Schema, *path: str, **parts: Any) -> Schema:
    """A copy of the schema with the node at ``path`` changed; a value of None removes the part."""
    copied = copy.deepcopy(schema)
    node = copied
    for name in path:
        node = node[name]
    node.update(parts)
    for name in [name for name, value in parts.items() if value is None]:
        del node[name]
    return copied


def without(schema: Schema, field: str) -> Schema:
    """A copy without one field."""
    properties = {name: part for name, part in schema["properties"].items() if name != field}
    return schema | {"properties": properties}


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_an_unchanged_schema_breaks_nobody(event_type: str) -> None:
    schema = schema_of(EVENTS[event_type])
    assert breaking_changes(schema, schema) == []


@pytest.mark.parametrize(
    "new",
    [
        changed(CLOSED, "properties", severity={"type": "string"}),
        changed(CLOSED, "properties", "number", maxLength=400),
        changed(CLOSED, "properties", "reopen_count", minimum=None),
        changed(CLOSED, "properties", "number", description="Another word."),
    ],
    ids=["new optional field", "longer text", "lower bound lifted", "documentation"],
)
def test_an_addition_breaks_nobody(new: Schema) -> None:
    assert breaking_changes(CLOSED, new) == []


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (without(CLOSED, "kind"), "data.kind: the field was removed"),
        (CLOSED | {"required": [*CLOSED["required"], "priority"]}, "data.priority: is now required"),
        (CLOSED | {"required": ["number", "state", "opened_at"]}, "data.kind: is no longer required"),
        (
            changed(CLOSED, "properties", number={"type": "integer"}),
            "data.number: the type changed from string to integer",
        ),
        (
            changed(CLOSED, "properties", handle_minutes={"type": "number", "minimum": 0}),
            "data.handle_minutes: the type changed from null or number to number",
        ),
        (
            changed(CLOSED, "properties", "number", maxLength=100),
            "data.number: maxLength was lowered to 100",
        ),
        (
            changed(CLOSED, "properties", "reopen_count", minimum=1),
            "data.reopen_count: minimum was raised to 1",
        ),
        (
            changed(CLOSED, "properties", "state", enum=["open", "closed"]),
            "data.state: is now one of a fixed list",
        ),
        (changed(CLOSED, "properties", "state", pattern="^[a-z]+$"), "data.state: pattern became ^[a-z]+$"),
        (
            changed(CLOSED, "$defs", "Note", "properties", "text", maxLength=10),
            "data.notes[].text: maxLength was lowered to 10",
        ),
        (
            changed(CLOSED, "$defs", "Rating", required=["value", "scale_max"]),
            "data.rating.scale_max: is now required",
        ),
        (changed(CLOSED, additionalProperties=False), "data: additionalProperties was narrowed"),
    ],
)
def test_a_breaking_change_is_named(new: Schema, expected: str) -> None:
    assert expected in breaking_changes(CLOSED, new)


def test_a_value_taken_from_a_list_is_named() -> None:
    old = {"type": "string", "enum": ["a", "b"]}
    assert breaking_changes(old, {"type": "string", "enum": ["b", "c"]}) == [
        "data: the value 'a' is no longer allowed"
    ]


def test_an_open_list_that_is_closed_is_named() -> None:
    new = changed(ASSIGNED, "$defs", "Evidence", "properties", kind={"type": "string", "enum": ["proposal"]})
    assert breaking_changes(ASSIGNED, new) != []
