"""The JSON Schema of every event, as a publisher in any language needs it."""

from __future__ import annotations

from typing import Any

from touchline_contracts.event import Event
from touchline_contracts.registry import EVENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Event]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one event's data."""
    return {"$schema": DIALECT, **model.model_json_schema(mode="validation"), "title": model.TYPE}


def all_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas by event type, in the order of the types."""
    return {event_type: schema_of(model) for event_type, model in sorted(EVENTS.items())}
