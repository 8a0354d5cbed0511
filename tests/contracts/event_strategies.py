"""Hypothesis strategies for events, made from their JSON Schemas, so that every bound is reached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

import msgspec
from hypothesis import strategies as st

from touchline_contracts.envelope import Envelope
from touchline_contracts.event import Event
from touchline_contracts.schemas import schema_of

Schema = dict[str, Any]
_LONGEST = 60
_characters = st.characters(exclude_categories=["Cs"])
moments = st.integers(0, 32_000_000_000_000_000).map(
    lambda n: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=n)
)


@cache
def events_of(model: type[Event]) -> st.SearchStrategy[Event]:
    """Any valid event of one type."""
    schema = schema_of(model)
    fields = _object(schema, schema.get("$defs", {}))
    return fields.map(_ordered).map(partial(msgspec.convert, type=model))


def envelopes(event_type: str) -> st.SearchStrategy[Envelope]:
    """Any valid envelope for an event type."""
    text = st.text(_characters, min_size=1, max_size=40)
    maybe = st.none() | text
    return st.builds(
        Envelope,
        id=text,
        source=text,
        type=st.just(event_type),
        time=st.none() | moments,
        subject=maybe,
        sequence=st.none() | st.integers(0, 2**63 - 1).map(str),
        correlation_id=maybe,
        causation_id=maybe,
        traceparent=maybe,
    )


def _ordered(fields: dict[str, Any]) -> dict[str, Any]:
    """Bends drawn values to the two rules that a JSON Schema cannot say."""
    if isinstance(rating := fields.get("rating"), dict):
        rating.update(scale_min=rating["value"] - 1, scale_max=rating["value"] + 1)
    if "starts_at" in fields:
        fields["ends_at"] = fields["starts_at"] + timedelta(hours=8)
    return fields


def _strategy(schema: Schema, defs: dict[str, Schema]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _object(defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    if "anyOf" in schema:
        return st.one_of([_strategy(option, defs) for option in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "object":
            return _mapping(schema, defs)
        case "array":
            least = schema.get("minItems", 0)
            return st.lists(_strategy(schema["items"], defs), min_size=least, max_size=least + 3)
        case "string":
            return moments if schema.get("format") == "date-time" else _text(schema)
        case "integer":
            return st.integers(schema.get("minimum", -(2**31)), schema.get("maximum", 2**31))
        case "number":
            return st.floats(schema.get("minimum", -1e6), schema.get("maximum", 1e6))
        case "boolean":
            return st.booleans()
    return st.none()


def _text(schema: Schema) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 10_000)
    longest = st.just("x" * most) if most <= 1_000 else st.nothing()
    text = st.text(_characters, min_size=least, max_size=min(most, _LONGEST)) | longest
    return text.map(str.strip).filter(bool) if least else text


def _mapping(schema: Schema, defs: dict[str, Schema]) -> st.SearchStrategy[dict[str, Any]]:
    values = _strategy(schema["additionalProperties"], defs)
    return st.dictionaries(st.text(_characters, max_size=20), values, max_size=3)


def _object(schema: Schema, defs: dict[str, Schema]) -> st.SearchStrategy[dict[str, Any]]:
    needed = set(schema.get("required", ()))
    parts = {name: _strategy(part, defs) for name, part in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: part for name, part in parts.items() if name in needed},
        optional={name: part for name, part in parts.items() if name not in needed},
    )
