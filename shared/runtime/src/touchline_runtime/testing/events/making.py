"""Makes an event from defaults and overrides."""

from __future__ import annotations

from typing import TypeVar

from touchline_contracts.event import Event

E = TypeVar("E", bound=Event)


def made(model: type[E], defaults: dict[str, object], overrides: dict[str, object]) -> E:
    """An event of ``model``. Raises pydantic's ValidationError, also for a field that there is not."""
    if unknown := set(overrides) - set(model.model_fields):
        raise TypeError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    return model.model_validate(defaults | overrides)
