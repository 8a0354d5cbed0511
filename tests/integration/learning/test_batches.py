"""How events happen to be cut into batches makes no difference."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from random import Random
from typing import Any

import pytest

from learning.courses.publish_course import PublishCourse, publish_course
from learning.subscriptions import SUBSCRIPTIONS
from tests.integration.effects import effects, react_in_batches, with_repeats
from touchline_contracts.coaching import AssessmentResolved
from touchline_contracts.event import Event
from touchline_contracts.skills import SkillChanged, SkillDefined, SkillMerged, SkillRetired
from touchline_runtime import directory
from touchline_runtime.auth import Principal, Role
from touchline_runtime.subscription import Subscription
from touchline_runtime.testing.events import a_skill_defined, an_assessment_resolved
from touchline_runtime.transaction import Cause, Database

WORK = [one for one in SUBSCRIPTIONS if one not in directory.SUBSCRIPTIONS]
COURSES = [f"course-{number}" for number in range(5)]
ADMIN = Principal.of("admin", Role.LEARNING_ADMIN)


def an_event(random: Random, subscription: Subscription) -> Event:
    model = random.choice(subscription.events)
    if issubclass(model, AssessmentResolved):
        return an_assessment_resolved(
            assessment_id=f"a{random.randint(1, 60)}",
            trainee_id=f"person-{random.randint(1, 4)}",
            training=tuple(random.choices([*COURSES, "unknown"], k=random.randint(0, 4))),
        )
    skill, revision = f"skill-{random.randint(1, 30)}", random.randint(1, 20)
    if issubclass(model, SkillRetired):
        return SkillRetired(skill_id=skill, revision=revision)
    if issubclass(model, SkillMerged):
        return SkillMerged(skill_id=skill, revision=revision, into_skill_id="skill-1")
    name = f"Skill {random.randint(1, 9)}"
    if issubclass(model, SkillChanged):
        return SkillChanged(skill_id=skill, revision=revision, name=name, levels=a_skill_defined().levels)
    assert issubclass(model, SkillDefined), f"no events are made for {model.__name__}"
    return a_skill_defined(skill, revision=revision, name=name)


def events_for(subscription: Subscription, random: Random) -> Iterator[Event]:
    return (an_event(random, subscription) for _ in count())


async def prepared(database: Database) -> Database:
    """Most of the courses are published."""
    for course_id in COURSES:
        async with database.transaction(Cause(course_id, "test")) as tx:
            course = PublishCourse(by=ADMIN, id=course_id, title=course_id, source="free_form", text="Read.")
            await publish_course(tx, course)
    return database


@pytest.mark.parametrize("subscription", WORK, ids=lambda one: one.name)
@pytest.mark.parametrize("size", [1, 7])
async def test_500_events_in_small_batches_and_in_one_have_the_same_effects(
    subscription: Subscription, size: int, fresh_database: Callable[[], Awaitable[Database]]
) -> None:
    random = Random(f"{subscription.name} {size}")
    deliveries: list[Any] = with_repeats(random, events_for(subscription, random), 500)
    cut, whole = await prepared(await fresh_database()), await prepared(await fresh_database())
    before = await effects(whole)
    await react_in_batches(cut, subscription, deliveries, size)
    await react_in_batches(whole, subscription, deliveries, 500)
    assert await effects(cut) == await effects(whole) != before
