"""How events happen to be cut into batches makes no difference."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from random import Random
from typing import Any

import pytest

from skills.holdings.proposals.decide import DecideProposal
from skills.holdings.proposals.reject_proposal import reject_proposal
from skills.subscriptions import SUBSCRIPTIONS
from tests.integration.effects import effects, react_in_batches, with_repeats
from touchline_contracts.coaching import AssessmentCompleted
from touchline_contracts.event import Event
from touchline_contracts.learning import LearningTaskCompleted
from touchline_contracts.recommender import SkillPredicted
from touchline_contracts.tasks import ALL_TASK_EVENTS, TaskOpened
from touchline_runtime import directory
from touchline_runtime.auth import Principal, Role
from touchline_runtime.subscription import Subscription
from touchline_runtime.testing import outbox_of, react
from touchline_runtime.testing.events import (
    a_learning_task_completed,
    a_skill_predicted,
    a_task,
    a_task_opened,
    an_assessment_completed,
)
from touchline_runtime.transaction import Cause, Database

WORK = [one for one in SUBSCRIPTIONS if one not in directory.SUBSCRIPTIONS]
SKILLS = [f"skill-{number}" for number in range(12)]
KNOWN = SKILLS[:8]
PERSONS = [f"person-{number}" for number in range(6)]
ADMIN = Principal.of("admin", Role.SKILL_ADMIN)


def awarded(random: Random) -> tuple[dict[str, object], ...]:
    chosen = random.sample(SKILLS, random.randint(0, 3))
    return tuple({"skill_id": skill, "level": random.choice([None, 1, 4])} for skill in chosen)


def an_event(random: Random, model: type[Event], number: int) -> Event:
    person = random.choice(PERSONS)
    if issubclass(model, AssessmentCompleted):
        return an_assessment_completed(
            assessment_id=f"a{number % 50}", trainee_id=person, skills=awarded(random)
        )
    if issubclass(model, LearningTaskCompleted):
        return a_learning_task_completed(
            learning_task_id=f"t{number}", person_id=person, skills=awarded(random)
        )
    if issubclass(model, SkillPredicted):
        skill = random.choice(SKILLS)
        return a_skill_predicted(prediction_id=f"p{number}", person_id=person, skill_id=skill)
    task = random.choice(ALL_TASK_EVENTS)
    tags = tuple(random.sample([*SKILLS, "Skill 11", "Skill 12", "!"], random.randint(0, 3)))
    return a_task(task, number=f"CS{random.randint(1, 60)}", revision=random.randint(1, 9), skills=tags)


def events_for(subscription: Subscription, random: Random) -> Iterator[Event]:
    return (an_event(random, subscription.events[0], number) for number in count())


async def prepared(database: Database) -> Database:
    """Some skills are known, and one proposal was rejected."""
    definer = next(one for one in WORK if TaskOpened in one.events and one.effect == "decision")
    await react(database, definer, a_task_opened(skills=tuple(KNOWN)))
    predicted = a_skill_predicted(prediction_id="before", person_id=PERSONS[0], skill_id=SKILLS[0])
    await react(database, next(one for one in WORK if SkillPredicted in one.events), predicted)
    proposal_id = await database.pool.fetchval("SELECT id FROM proposal")
    async with database.transaction(Cause("prepared", "test")) as tx:
        await reject_proposal(tx, DecideProposal(by=ADMIN, id=proposal_id))
    return database


@pytest.mark.parametrize("subscription", WORK, ids=lambda one: one.name)
@pytest.mark.parametrize("size", [1, 7])
async def test_500_events_in_small_batches_and_in_one_have_the_same_effects(
    subscription: Subscription, size: int, fresh_database: Callable[[], Awaitable[Database]]
) -> None:
    random = Random(f"{subscription.name} {size}")
    deliveries: list[Any] = with_repeats(random, events_for(subscription, random), 500)
    cut, whole = await prepared(await fresh_database()), await prepared(await fresh_database())
    await react_in_batches(cut, subscription, deliveries, size)
    await react_in_batches(whole, subscription, deliveries, 500)
    assert await effects(cut) == await effects(whole)


@pytest.mark.parametrize("subscription", WORK, ids=lambda one: one.name)
async def test_the_events_of_that_comparison_lead_to_something(
    subscription: Subscription, database: Database
) -> None:
    random = Random(subscription.name)
    before = await effects(await prepared(database))
    await react_in_batches(
        database, subscription, with_repeats(random, events_for(subscription, random), 100), 100
    )
    assert await effects(database) != before
    assert len(await outbox_of(database)) >= len(before["emitted"])
