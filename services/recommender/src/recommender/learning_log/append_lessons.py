"""Appends what reactions found worth learning, each because of the event that told it."""

from __future__ import annotations

from collections.abc import Iterable

from recommender.learning_log import store
from recommender.learning_log.entry import Told
from touchline_contracts.event import Event
from touchline_runtime.transaction import Transaction


async def append_lessons(tx: Transaction, lessons: Iterable[tuple[Event, Told]]) -> None:
    """Adds them in this order. The learner goes on with the chain of the event."""
    new: list[store.New] = []
    for event, told in lessons:
        envelope = tx.envelope(event)
        new.append(store.New(told, envelope.correlation_id or envelope.id, envelope.traceparent))
    await store.append(tx.conn, new, tx.now)
