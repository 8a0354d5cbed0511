"""Every subscription of every service, found by looking: a new one is covered without anybody remembering."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from touchline_runtime.service import Service
from touchline_runtime.subscription import Subscription

SERVICES_FOLDER = Path(__file__).parents[3] / "services"


@dataclass(frozen=True)
class Case:
    """One subscription of one service."""

    service: Service
    subscription: Subscription

    @property
    def together(self) -> tuple[Subscription, ...]:
        """It, and the projections that keep up with the events it decides about, in the table's order."""
        wanted = set(self.subscription.events)
        return tuple(
            one
            for one in self.service.subscriptions
            if one is self.subscription or (one.effect == "projection" and wanted & set(one.events))
        )

    def __str__(self) -> str:
        return f"{self.service.name}-{self.subscription.name}"


@dataclass(frozen=True)
class TopicCase:
    """The subscriptions of one consumer to one topic, together."""

    service: Service
    consumer: str
    topic: str
    subscriptions: tuple[Subscription, ...]

    def __str__(self) -> str:
        return f"{self.service.name}-{self.consumer}-{self.topic}"


def services() -> list[Service]:
    """The services that have a table of subscriptions."""
    tables = sorted(SERVICES_FOLDER.glob("*/src/*/subscriptions.py"))
    return [import_module(f"{table.parent.name}.main").SERVICE for table in tables]


def cases() -> list[Case]:
    """Every subscription of every service."""
    return [Case(service, one) for service in services() for one in service.subscriptions]


def topic_cases() -> list[TopicCase]:
    """Every topic of every consumer of every service."""
    found = []
    for service in services():
        wanted = {(one.consumer, topic) for one in service.subscriptions for topic in one.topics}
        for consumer, topic in sorted(wanted):
            mine = tuple(s for s in service.subscriptions if s.consumer == consumer and topic in s.topics)
            found.append(TopicCase(service, consumer, topic, mine))
    return found
