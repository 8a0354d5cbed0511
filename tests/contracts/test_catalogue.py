"""The catalogue of topics says who really subscribes, and every event has a topic that carries it."""

from __future__ import annotations

import importlib

import pytest

from touchline_contracts.catalogue import BY_NAME, TOPICS
from touchline_contracts.registry import EVENTS
from touchline_runtime.subscription import Subscription

SERVICES = ("coaching", "skills", "learning", "recommender")


def subscribed(subscriptions: tuple[Subscription, ...]) -> set[str]:
    """The topics that a service's table reads."""
    return {topic for row in subscriptions for topic in row.topics}


def catalogued(service: str) -> set[str]:
    """The topics that the catalogue says a service reads."""
    return {topic.name for topic in TOPICS if service in topic.subscribers}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_the_topics_that_the_catalogue_says(service: str) -> None:
    table: tuple[Subscription, ...] = importlib.import_module(f"{service}.subscriptions").SUBSCRIPTIONS
    assert subscribed(table) == catalogued(service)


def test_every_event_travels_on_a_topic_of_the_catalogue() -> None:
    assert {model.TOPIC for model in EVENTS.values()} == set(BY_NAME)


def test_every_type_ends_in_its_version() -> None:
    assert [name for name in EVENTS if not name.rpartition(".v")[2].isdecimal()] == []


def test_topics_of_tasks_are_never_compacted() -> None:
    assert not BY_NAME["touchline.tasks"].compacted


def test_keys_of_a_compacted_topic_say_their_kind() -> None:
    for topic in TOPICS:
        if topic.compacted:
            models = {model.TYPE: model for model in topic.events}
            keys = [model.model_construct(id="7").key() for model in models.values()]
            assert all(key.endswith(":7") for key in keys)
