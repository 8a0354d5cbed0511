"""Of several changes of the same thing, the latest. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Revised(Protocol):
    """What has revisions."""

    @property
    def revision(self) -> int: ...


T = TypeVar("T", bound=Revised)


def latest(events: Iterable[T], key: Callable[[T], tuple[str, ...]]) -> list[T]:
    """One of each key, sorted by it: of the highest revision, and of two of these the one that came last."""
    found: dict[tuple[str, ...], T] = {}
    for event in events:
        before = found.get(key(event))
        if before is None or event.revision >= before.revision:
            found[key(event)] = event
    return [found[one] for one in sorted(found)]
