"""The rows of a service's subscription table: which function reacts to which events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from touchline_contracts.directory import PersonChanged
from touchline_contracts.event import Event
from touchline_runtime.transaction import Transaction

Reaction = Callable[[Transaction, Sequence[Any]], Awaitable[None]]
"""Takes all its events of one poll, in the order of the log."""

DIRECTORY, WORK = "directory", "work"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A function and the events it reacts to.

    A projection can be rebuilt from the topics, writes only the tables ``into`` and cannot emit. A
    decision may emit, is restored from backup, and is never made again by a rebuild.
    """

    events: tuple[type[Event], ...]
    react: Reaction
    effect: Literal["projection", "decision"]
    into: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The function's name: stable, because ids are derived from it."""
        return getattr(self.react, "__name__", repr(self.react))

    @property
    def topics(self) -> frozenset[str]:
        """The topics these events come on."""
        return frozenset(event.TOPIC for event in self.events)

    @property
    def consumer(self) -> str:
        """Who reads for it: the directory has a consumer of its own, which catches up first."""
        return DIRECTORY if self.topics == {PersonChanged.TOPIC} else WORK


def projection(*events: type[Event], by: Reaction, into: tuple[str, ...]) -> Subscription:
    """A subscription that keeps a copy of what events say, in the tables ``into``."""
    return _checked(Subscription(events, by, "projection", into))


def decision(*events: type[Event], by: Reaction) -> Subscription:
    """A subscription that decides something and may emit."""
    return _checked(Subscription(events, by, "decision"))


def _checked(subscription: Subscription) -> Subscription:
    if not subscription.events:
        raise ValueError(f"{subscription.name} subscribes to nothing")
    if PersonChanged.TOPIC in subscription.topics and len(subscription.topics) > 1:
        raise ValueError(f"{subscription.name} mixes directory events with others; make it two functions")
    return subscription
