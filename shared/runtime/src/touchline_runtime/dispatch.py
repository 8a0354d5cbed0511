"""Applies a batch inside one transaction: positions, inbox, then every subscription in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from touchline_contracts.envelope import Received
from touchline_contracts.event import Event
from touchline_runtime import inbox, quarantine, stops
from touchline_runtime.failures import explain, is_transient
from touchline_runtime.position import Fenced, Place, advance
from touchline_runtime.quarantine import EVERY, Fault
from touchline_runtime.reading import Inbound, ends_of
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Transaction


class SubscriptionStopped(Exception):
    """Too many events failed in too short a time: rather the code than the events is at fault."""

    def __init__(self, subscription: str, reason: str) -> None:
        super().__init__(f"{subscription} stopped: {reason}")
        self.subscription = subscription
        self.reason = reason


class Failure(NamedTuple):
    """Which subscription failed on an event, and how."""

    subscription: str
    reason: str


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

        ``alone``: the batch is one event; if it fails, all that it did is undone and it is quarantined.
        Raises Fenced, SubscriptionStopped, or whatever a subscription raised.
        """
        await advance(tx.conn, self.consumer, self.cluster_id, _moves(batch, expected))
        fresh = await self.admit(tx, batch)
        blocked = await quarantine.blocked(tx.conn, self.consumer)
        ready = [inbound for inbound in batch if await self._ready(tx, inbound, fresh, blocked)]
        if not alone:
            await self._deliver(tx, ready)
        elif ready and (failure := await self.deliver_alone(tx, ready[0])) is not None:
            await self._fail(tx, ready[0], failure)

    async def deliver_alone(self, tx: Transaction, inbound: Inbound) -> Failure | None:
        """Hands one event to every subscription that wants it, or undoes all of it and says what failed.

        All of it, because a decision may need the state before its event: had the projection below it
        gone on, a replay would find the event stale.
        """
        emitted, name = len(tx.emitted()), ""
        try:
            async with tx.conn.transaction():
                for subscription, received in self._wanted([inbound]):
                    name = subscription.name
                    await call(tx, subscription, received)
        except Exception as error:
            if is_transient(error):
                raise
            del tx.emitted()[emitted:]
            return Failure(name, explain(error))
        return None

    async def _deliver(self, tx: Transaction, ready: Sequence[Inbound]) -> None:
        for subscription, received in self._wanted(ready):
            await call(tx, subscription, received)

    def _wanted(self, ready: Sequence[Inbound]) -> Iterator[tuple[Subscription, list[Received[Event]]]]:
        """Each subscription, in the order of the table, with its events, in the order of the log."""
        for subscription in self.subscriptions:
            types = {event.TYPE for event in subscription.events}
            mine = [i.received for i in ready if i.received is not None and i.received.envelope.type in types]
            if mine:
                yield subscription, mine

    async def _set_aside(self, tx: Transaction, subscription: str, inbound: Inbound, fault: Fault) -> None:
        message = inbound.message(self.cluster_id)
        await quarantine.put(tx.conn, self.consumer, subscription, message, fault, tx.now)

    async def _fail(self, tx: Transaction, inbound: Inbound, failure: Failure) -> None:
        since, name = tx.now - self.policy.window, failure.subscription
        failures = await stops.failures_since(tx.conn, self.consumer, name, since)
        # A stop holds for all workers of the consumer: none of them sets aside what another one refused to.
        if failures >= self.policy.failures or await stops.stopped_of(tx.conn, self.consumer):
            seconds = self.policy.window.total_seconds()
            raise SubscriptionStopped(
                name, f"{failures} events failed within {seconds:.0f} s; {failure.reason}"
            )
        await self._set_aside(tx, name, inbound, Fault("failed", failure.reason))

    async def _ready(self, tx: Transaction, inbound: Inbound, fresh: set[int], blocked: set[str]) -> bool:
        """Sets a malformed event aside, from where on its key is blocked; parks what comes after it."""
        if inbound.fault is not None:
            await self._set_aside(tx, EVERY, inbound, inbound.fault)
            if (key := inbound.key()) is not None:
                blocked.add(key)
            return False
        if id(inbound) not in fresh:
            return False
        if blocked and inbound.key() in blocked:
            await self._set_aside(tx, EVERY, inbound, Fault("parked", "waits behind an event of its key"))
            return False
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
            await self._set_aside(tx, EVERY, inbound, fault)
        return {id(inbound) for inbound in first.values()}


async def call(tx: Transaction, subscription: Subscription, received: Sequence[Received[Event]]) -> None:
    """Runs one subscription on its events."""
    view = tx.reacting(subscription.name, received, emits=subscription.effect == "decision")
    await subscription.react(view, [r.event for r in received])


def _moves(batch: Sequence[Inbound], expected: dict[Place, int]) -> dict[Place, tuple[int, int]]:
    ends = ends_of(batch)
    if lost := ends.keys() - expected.keys():
        raise Fenced(f"the positions of {len(lost)} partitions are not known any more")
    return {place: (expected[place], end) for place, end in ends.items()}
