"""The catalogue of topics says who really subscribes, and every event has a topic that carries it."""

from __future__ import annotations

import importlib

import pytest
from msgspec import to_builtins

from tests.contracts.golden_examples import EXAMPLES
from touchline_contracts.catalogue import BY_NAME, TOPICS
from touchline_contracts.envelope import parse_structured
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
            examples = [path for model in topic.events for path in EXAMPLES.glob(f"{model.TYPE}/*.json")]
            events = [parse_structured(path.read_text()).event for path in examples]
            assert {event.TYPE for event in events} == {model.TYPE for model in topic.events}
            assert [
                event for event in events if not event.key().endswith(f":{to_builtins(event)['id']}")
            ] == []
