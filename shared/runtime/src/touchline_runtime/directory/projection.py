"""Keeps the copy of persons, teams and shifts, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from touchline_contracts.directory import PersonChanged, ShiftCancelled, ShiftScheduled, TeamChanged
from touchline_contracts.event import Snapshot
from touchline_runtime.directory import store
from touchline_runtime.subscription import projection
from touchline_runtime.transaction import Transaction

DirectoryEvent = PersonChanged | TeamChanged | ShiftScheduled | ShiftCancelled
S = TypeVar("S", bound=Snapshot)


async def when_directory_changes_keep_copy(tx: Transaction, events: Sequence[DirectoryEvent]) -> None:
    """Stores the newest snapshot of each thing. Waits for reactions that hold the directory's lock."""
    await store.lock_directory_alone(tx.conn)
    await store.save_persons(tx.conn, latest(e for e in events if isinstance(e, PersonChanged)))
    await store.save_teams(tx.conn, latest(e for e in events if isinstance(e, TeamChanged)))
    shifts = latest(e for e in events if isinstance(e, ShiftScheduled | ShiftCancelled))
    await store.save_shifts(tx.conn, shifts)


def latest(events: Iterable[S]) -> list[S]:
    """The last snapshot of each key that is not stale, sorted by key: locks are taken in one order."""
    found: dict[str, S] = {}
    for event in events:
        kept = found.get(event.key())
        if kept is None or event.revision >= kept.revision:
            found[event.key()] = event
    return [found[key] for key in sorted(found)]


SUBSCRIPTIONS = (
    projection(
        PersonChanged,
        TeamChanged,
        ShiftScheduled,
        ShiftCancelled,
        by=when_directory_changes_keep_copy,
        into=("person", "team", "team_person", "shift"),
    ),
)
