"""Keeps the copy of persons, teams and shifts, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence

from touchline_contracts.directory import PersonChanged, ShiftCancelled, ShiftScheduled, TeamChanged
from touchline_contracts.latest import latest
from touchline_runtime.directory import store
from touchline_runtime.subscription import projection
from touchline_runtime.transaction import Transaction

DirectoryEvent = PersonChanged | TeamChanged | ShiftScheduled | ShiftCancelled


async def when_directory_changes_keep_copy(tx: Transaction, events: Sequence[DirectoryEvent]) -> None:
    """Stores the newest snapshot of each thing. Waits for reactions that hold the directory's lock."""
    await store.lock_directory_alone(tx.conn)
    await store.save_persons(tx.conn, latest(e for e in events if isinstance(e, PersonChanged)))
    await store.save_teams(tx.conn, latest(e for e in events if isinstance(e, TeamChanged)))
    shifts = latest(e for e in events if isinstance(e, ShiftScheduled | ShiftCancelled))
    await store.save_shifts(tx.conn, shifts)


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
