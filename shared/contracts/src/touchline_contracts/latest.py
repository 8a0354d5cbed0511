"""Of several events about one thing, the one that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar


class Revised(Protocol):
    """An event that tells which state of a thing it is of: ``revision`` counts that thing's changes."""

    @property
    def revision(self) -> int: ...
    def key(self) -> str: ...


R = TypeVar("R", bound=Revised)


def latest(events: Iterable[R], by: Callable[[R], Any] | None = None) -> list[R]:
    """The last event about each thing that is not stale, sorted by thing: locks are taken in one order.

    ``by`` names the thing where that is not the event's key.
    """
    found: dict[Any, R] = {}
    for event in events:
        thing = event.key() if by is None else by(event)
        kept = found.get(thing)
        if kept is None or event.revision >= kept.revision:
            found[thing] = event
    return [found[thing] for thing in sorted(found)]
