"""The topics: who publishes, who reads, how they are keyed, split and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from touchline_contracts.event import Event
from touchline_contracts.registry import EVENTS


@dataclass(frozen=True, slots=True)
class Topic:
    """One Kafka topic. ``retention`` None keeps everything; ``compacted`` keeps the last of each key.

    ``ordered_by_key`` says whether the publisher is trusted to send all events of a key in order to
    one partition; on other topics the revision alone orders snapshots.
    """

    name: str
    publisher: str
    key: str
    partitions: int
    retention: timedelta | None
    compacted: bool
    ordered_by_key: bool
    subscribers: tuple[str, ...]

    @property
    def events(self) -> tuple[type[Event], ...]:
        """The event models published on this topic, by type name."""
        models = (model for _, model in sorted(EVENTS.items()))
        return tuple(model for model in models if self.name == model.TOPIC)


TOPICS: tuple[Topic, ...] = (
    Topic(
        name="touchline.tasks",
        publisher="other systems",
        key="the task's number",
        partitions=6,
        retention=timedelta(days=400),
        compacted=False,
        ordered_by_key=False,
        subscribers=("coaching", "recommender", "skills"),
    ),
    Topic(
        name="touchline.directory",
        publisher="the organisation's directory",
        key="person:<id>, team:<id> or shift:<id>",
        partitions=1,
        retention=None,
        compacted=True,
        ordered_by_key=False,
        subscribers=("coaching", "learning", "recommender", "skills"),
    ),
    Topic(
        name="touchline.coaching",
        publisher="coaching",
        key="assessment:<id>",
        partitions=6,
        retention=None,
        compacted=False,
        ordered_by_key=True,
        subscribers=("learning", "recommender", "skills"),
    ),
    Topic(
        name="touchline.skills",
        publisher="skills",
        key="skill:<id> or person:<id>",
        partitions=6,
        retention=None,
        compacted=False,
        ordered_by_key=True,
        subscribers=("coaching", "learning", "recommender"),
    ),
    Topic(
        name="touchline.learning",
        publisher="learning",
        key="course:<id> or person:<id>",
        partitions=6,
        retention=None,
        compacted=False,
        ordered_by_key=True,
        subscribers=("coaching", "recommender", "skills"),
    ),
    Topic(
        name="touchline.recommender",
        publisher="recommender",
        key="person:<id>",
        partitions=6,
        retention=None,
        compacted=False,
        ordered_by_key=True,
        subscribers=("skills",),
    ),
)

BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}
