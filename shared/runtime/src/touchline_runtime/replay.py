"""Brings quarantined events back: replayed, or discarded, with those that wait behind them, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from asyncpg import Record as Row

from touchline_runtime import position, quarantine
from touchline_runtime.dispatch import Dispatcher
from touchline_runtime.quarantine import EVERY, Fault
from touchline_runtime.reading import Reader
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as the quarantine kept it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: how many events were applied, and why it stopped, if it did."""

    state: str
    applied: int
    reason: str | None = None


class NotOpen(LookupError):
    """There is no such event in the quarantine, or it is settled, or waits behind another."""


async def replay(tx: Transaction, subscriptions: Sequence[Subscription], number: int, by: str) -> Outcome:
    """Applies a quarantined event and, when that succeeds, those parked behind it. Raises NotOpen.

    An event that fails (again) stays, or becomes, the one that the others wait behind.
    """
    head = await _open(tx, number)
    if head["kind"] == "conflict":
        raise NotOpen(f"event {number} has the source and id of an event that was applied; discard it")
    first = await quarantine.head_of(tx.conn, head)
    if first is not None and first < number:
        raise NotOpen(f"event {number} waits behind event {first} of its key; settle that one before")
    if not await _apply(tx, subscriptions, head):
        return Outcome("quarantined", 0, (await _row(tx, number))["reason"])
    await tx.conn.execute(quarantine.SETTLE, number, "replayed", tx.now, by)
    return await _release(tx, subscriptions, head, "replayed", by, applied=1)


async def discard(tx: Transaction, subscriptions: Sequence[Subscription], number: int, by: str) -> Outcome:
    """Gives a quarantined event up and applies those parked behind it. Raises NotOpen."""
    head = await _open(tx, number)
    await tx.conn.execute(quarantine.SETTLE, number, "discarded", tx.now, by)
    return await _release(tx, subscriptions, head, "discarded", by, applied=0)


async def _open(tx: Transaction, number: int) -> Row:
    found = await quarantine.get(tx.conn, number)
    if found is None:
        raise NotOpen(f"there is no event {number} in the quarantine")
    # The consumer applies nothing meanwhile: no event can be parked behind one that is being released.
    await position.lock(tx.conn, found["consumer"])
    row = await tx.conn.fetchrow(quarantine.LOCK, number)
    if row is None or row["state"] != "quarantined":
        state = "gone" if row is None else row["state"]
        raise NotOpen(f"event {number} is {state}; only a quarantined event can be replayed or discarded")
    return row


async def _release(
    tx: Transaction, subscriptions: Sequence[Subscription], head: Row, state: str, by: str, *, applied: int
) -> Outcome:
    if not head["blocking"] or head["ordering_key"] is None:
        return Outcome(state, applied)
    still = await quarantine.head_of(tx.conn, head)
    for row in await tx.conn.fetch(quarantine.BEHIND, head["consumer"], head["ordering_key"], still):
        if not await _apply(tx, subscriptions, row):
            reason = (await _row(tx, row["id"]))["reason"]
            return Outcome(state, applied, f"the next event of this key, {row['id']}, failed: {reason}")
        await tx.conn.execute(quarantine.SETTLE, row["id"], "replayed", tx.now, by)
        applied += 1
    return Outcome(state, applied)


async def _apply(tx: Transaction, subscriptions: Sequence[Subscription], row: Row) -> bool:
    """Applies one stored event to every subscription that wants it; false when it fails (again)."""
    consumer, number = row["consumer"], row["id"]
    mine = tuple(s for s in subscriptions if s.consumer == consumer)
    inbound = Reader(consumer, (e.TYPE for s in mine for e in s.events)).read(_stored(row))
    if (fault := inbound.fault) is not None:
        await quarantine.fail_again(tx.conn, number, EVERY, Fault(row["kind"], fault.reason, fault.field))
        return False
    dispatcher = Dispatcher(consumer, row["cluster_id"], mine)
    # What could be read when it came is in the inbox. What could not is not, and may have been repeated.
    if row["kind"] == "malformed" and not await dispatcher.admit(tx, [inbound]):
        return True
    failure = await dispatcher.deliver_alone(tx, inbound)
    if failure is not None:
        await quarantine.fail_again(tx.conn, number, failure.subscription, Fault("failed", failure.reason))
    return failure is None


async def _row(tx: Transaction, number: int) -> Row:
    found = await quarantine.get(tx.conn, number)
    if found is None:
        raise NotOpen(f"there is no event {number} in the quarantine")
    return found


def _stored(row: Row) -> Stored:
    return Stored(
        topic=row["topic"],
        partition=row["partition"],
        offset=row["log_offset"],
        key=row["message_key"],
        value=row["payload"],
        headers=quarantine.headers_from_json(row["headers"]),
    )
