"""Which persons are active, as far as the directory has told, followed event by event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from touchline_contracts.directory import PersonChanged
from touchline_contracts.event import Event


class Snapshot(NamedTuple):
    """A person's snapshot: its revision, and whether the person is active."""

    revision: int
    active: bool


class Availability:
    """Whoever the directory has not told of yet counts as active: their task may be ahead of them."""

    def __init__(self, known: Mapping[str, Snapshot]) -> None:
        self._known = dict(known)

    def told(self, event: Event) -> None:
        """Takes in what a directory event says of a person; a stale snapshot says nothing."""
        if not isinstance(event, PersonChanged):
            return
        before = self._known.get(event.id)
        if before is None or event.revision >= before.revision:
            self._known[event.id] = Snapshot(event.revision, event.active)

    def active(self, ids: Iterable[str]) -> tuple[str, ...]:
        """These persons in their order, without those known to be inactive."""
        return tuple(id for id in ids if id not in self._known or self._known[id].active)
