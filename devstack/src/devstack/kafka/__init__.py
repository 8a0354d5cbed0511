"""A Kafka broker for the stack and the tests: embedded, Apache, in a container, or one already there."""

from devstack.kafka.broker import Kafka
from devstack.kafka.choice import KafkaKind, choose_kafka
from devstack.kafka.topics import ensure_topics, recreate_topics

__all__ = ["Kafka", "KafkaKind", "choose_kafka", "ensure_topics", "recreate_topics"]
