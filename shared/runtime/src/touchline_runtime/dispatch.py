"""Applies a batch inside one transaction: positions, inbox, then every subscription in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from touchline_contracts.envelope import Received
from touchline_contracts.event import Event
from touchline_runtime import inbox, quarantine
from touchline_runtime.failures import explain, is_transient
from touchline_runtime.position import Place, advance
from touchline_runtime.quarantine import EVERY, Fault
from touchline_runtime.reading import Inbound
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Transaction


class SubscriptionStopped(Exception):
    """Too many events failed in too short a time: rather the code than the events is at fault."""

    def __init__(self, subscription: str, reason: str) -> None:
        super().__init__(f"{subscription} stopped: {reason}")
        self.subscription = subscription
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Policy:
    """How much failure is normal, and how long repeats are remembered."""

    failures: int = 20
    window: timedelta = timedelta(seconds=60)
    inbox_retention: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """One consumer's subscriptions, and how events get to them."""

    consumer: str
    cluster_id: str
    subscriptions: tuple[Subscription, ...]
    policy: Policy = field(default_factory=Policy)

    async def apply(
        self, tx: Transaction, batch: Sequence[Inbound], expected: dict[Place, int], *, alone: bool = False
    ) -> None:
        """Applies ``batch``, in the order of the log, and moves the positions.

        ``alone``: the batch is one event; a subscription that fails on it is rolled back by itself and the
        event is quarantined for it, while the others keep their effects. Raises Fenced,
        SubscriptionStopped, or whatever a subscription raised.
        """
        await advance(tx.conn, self.consumer, self.cluster_id, _moves(batch, expected))
        fresh = await self.admit(tx, batch)
        blocked = await quarantine.blocked(tx.conn, self.consumer)
        ready = [inbound for inbound in batch if await self._ready(tx, inbound, fresh, blocked)]
        await self.deliver(tx, ready, blocked, alone=alone)

    async def deliver(
        self, tx: Transaction, ready: Sequence[Inbound], blocked: set[tuple[str, str]], *, alone: bool
    ) -> None:
        """Hands new events to the subscriptions; what must wait behind a quarantined event is parked."""
        for subscription in self.subscriptions:
            types = {event.TYPE for event in subscription.events}
            mine = [i for i in ready if i.received is not None and i.received.envelope.type in types]
            if blocked:
                mine = [i for i in mine if not await self._parked(tx, subscription.name, i, blocked)]
            if mine:
                await self._react(tx, subscription, mine, alone=alone)

    async def set_aside(self, tx: Transaction, subscription: str, inbound: Inbound, fault: Fault) -> None:
        """Writes one event to the quarantine."""
        message = inbound.message(self.cluster_id)
        await quarantine.put(tx.conn, self.consumer, subscription, message, fault, tx.now)

    async def _react(
        self, tx: Transaction, subscription: Subscription, mine: Sequence[Inbound], *, alone: bool
    ) -> None:
        received = [i.received for i in mine if i.received is not None]
        if not alone:
            await call(tx, subscription, received)
            return
        try:
            await call_in_savepoint(tx, subscription, received)
        except Exception as error:
            if is_transient(error):
                raise
            await self._fail(tx, subscription, mine[0], error)

    async def _fail(
        self, tx: Transaction, subscription: Subscription, inbound: Inbound, error: Exception
    ) -> None:
        since = tx.now - self.policy.window
        name = subscription.name
        failures = await quarantine.failures_since(tx.conn, self.consumer, name, since)
        if failures >= self.policy.failures:
            seconds = self.policy.window.total_seconds()
            raise SubscriptionStopped(
                name, f"{failures} events failed within {seconds:.0f} s; {explain(error)}"
            )
        await self.set_aside(tx, name, inbound, Fault("failed", explain(error)))

    async def _ready(
        self, tx: Transaction, inbound: Inbound, fresh: set[int], blocked: set[tuple[str, str]]
    ) -> bool:
        """Sets a malformed event aside, from where on its key is blocked; parks what comes after it."""
        if inbound.fault is not None:
            await self.set_aside(tx, EVERY, inbound, inbound.fault)
            if (key := inbound.key()) is not None:
                blocked.add((EVERY, key))
            return False
        if id(inbound) not in fresh:
            return False
        return not (blocked and await self._parked(tx, EVERY, inbound, blocked))

    async def _parked(
        self, tx: Transaction, subscription: str, inbound: Inbound, blocked: set[tuple[str, str]]
    ) -> bool:
        if (subscription, inbound.key()) not in blocked:
            return False
        await self.set_aside(tx, subscription, inbound, Fault("parked", "waits behind an event of its key"))
        return True

    async def admit(self, tx: Transaction, batch: Sequence[Inbound]) -> set[int]:
        """Notes the batch in the inbox. Returns the identities of those records that are new events."""
        first: dict[bytes, Inbound] = {}
        conflicts: list[Inbound] = []
        for inbound in batch:
            if inbound.entry is not None:
                earlier = first.setdefault(inbound.entry.event_key, inbound)
                if earlier.entry != inbound.entry:
                    conflicts.append(inbound)
        current = inbox.generation(tx.now, self.policy.inbox_retention)
        entries = [i.entry for i in first.values() if i.entry is not None]
        known = await inbox.admit(tx.conn, entries, current)
        for event_key, payload_hash in known.items():
            repeated = first.pop(event_key)
            if repeated.entry is not None and repeated.entry.payload_hash != payload_hash:
                conflicts.append(repeated)
        for inbound in conflicts:
            fault = Fault("conflict", "an event of the same source and id had another payload", "id", False)
            await self.set_aside(tx, EVERY, inbound, fault)
        return {id(inbound) for inbound in first.values()}


async def call(tx: Transaction, subscription: Subscription, received: Sequence[Received[Event]]) -> None:
    """Runs one subscription on its events."""
    view = tx.reacting(subscription.name, received, emits=subscription.effect == "decision")
    await subscription.react(view, [r.event for r in received])


async def call_in_savepoint(
    tx: Transaction, subscription: Subscription, received: Sequence[Received[Event]]
) -> None:
    """Runs one subscription so that its failure undoes only what it did itself."""
    length = len(tx.emitted())
    try:
        async with tx.conn.transaction():
            await call(tx, subscription, received)
    except Exception:
        del tx.emitted()[length:]
        raise


def _moves(batch: Sequence[Inbound], expected: dict[Place, int]) -> dict[Place, tuple[int, int]]:
    ends: dict[Place, int] = {}
    for inbound in batch:
        ends[inbound.place] = inbound.record.offset + 1
    return {place: (expected[place], end) for place, end in ends.items()}
