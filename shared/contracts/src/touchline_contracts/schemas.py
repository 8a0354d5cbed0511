"""The JSON Schema of every event, as a publisher in any language needs it."""

from __future__ import annotations

from typing import Any

import msgspec

from touchline_contracts.event import Event
from touchline_contracts.registry import EVENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Event]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one event's data."""
    _, parts = msgspec.json.schema_components([model], ref_template="#/$defs/{name}")
    schema = parts.pop(model.__name__)
    return {"$schema": DIALECT, **schema, "title": model.TYPE} | ({"$defs": parts} if parts else {})


def all_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas by event type, in the order of the types."""
    return {event_type: schema_of(model) for event_type, model in sorted(EVENTS.items())}
