"""Every event model by its type."""

from __future__ import annotations

from touchline_contracts import coaching, directory, learning, recommender, skills, tasks
from touchline_contracts.event import Event

_MODULES = (tasks, directory, coaching, skills, learning, recommender)


def _events() -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for module in _MODULES:
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, Event) and "TYPE" in vars(model):
                found[model.TYPE] = model
    return found


EVENTS: dict[str, type[Event]] = _events()
"""Event models by CloudEvents type, such as ``task.closed.v1``."""
