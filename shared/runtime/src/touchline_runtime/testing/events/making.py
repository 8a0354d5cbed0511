"""Makes an event from defaults and overrides."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from touchline_contracts.event import Event

E = TypeVar("E", bound=Event)


def made(model: type[E], defaults: dict[str, object], overrides: dict[str, object]) -> E:
    """An event of ``model``. Raises msgspec's ValidationError, TypeError for a field that there is not."""
    if unknown := set(overrides) - set(model.__struct_fields__):
        raise TypeError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    return msgspec.convert(defaults | overrides, model)
