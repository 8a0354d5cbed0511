"""What was learned live is what is learned again: to the byte from the log, nearly from the topics."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from recommender.learner.learner import Learner
from recommender.learner.snapshot import packed
from recommender.learner.steps import Steps
from tests.integration.recommender.feeding import Feed, catch_up, closed, shown, taught
from touchline_contracts.event import Event
from touchline_contracts.skills import DecisionUndone, SkillChanged, SkillMerged, SkillRemoved
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import (
    a_person,
    a_skill_approved,
    a_skill_assigned,
    a_skill_defined,
    a_skill_rejected,
)

TOLERATED = 0.05
"""How far a confidence may lie from the live one when topics were read in another order."""


def life() -> list[Sequence[Event]]:
    """Work and all that can be decided about it: approved, undone, rejected, removed, renamed, merged."""
    undone = DecisionUndone(
        proposal_id="p", person_id="agent", skill_id="refunds", revision=3, decided_at=NOW
    )
    gone = SkillRemoved(person_id="colleague", skill_id="printers", revision=3, decided_at=NOW, cause="hand")
    levels = a_skill_defined().levels
    renamed = SkillChanged(skill_id="printers", revision=2, name="Print works", levels=levels)
    return [
        taught(),
        shown(),
        [a_skill_approved(), a_skill_assigned(revision=2), undone],
        [a_skill_rejected(person_id="colleague", skill_id="passwords")],
        [a_skill_assigned(person_id="colleague", skill_id="printers", revision=2), gone],
        taught(150)[60:],
        [renamed, a_skill_defined("money-back")],
        [SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back")],
        shown(12, start=900),
        [closed(700 + n, "refunds", agent_id="newcomer") for n in range(6)],
        [a_person("newcomer")],
    ]


async def lived(feed: Feed) -> Steps:
    """A learner that followed all of it as it happened, step by step."""
    await feed.organisation()
    steps = await feed.steps()
    for events in life():
        await feed(*events)
        await catch_up(steps)
    return steps


def proposed(learner: Learner) -> dict[tuple[str, str], float]:
    """What the evidence is enough for, with its confidence."""
    found = learner.candidates(learner.evidence.pairs())
    return {(one.person_id, one.skill_id): one.confidence for one in found}


async def test_learned_again_from_the_log_the_state_is_the_same_to_the_byte(feed: Feed) -> None:
    live = await lived(feed)
    again = await feed.steps()
    assert again.learner.position == live.learner.position
    assert packed(again.learner) == packed(live.learner)


async def test_a_log_with_one_entry_in_another_place_gives_another_state(feed: Feed) -> None:
    live = await lived(feed)
    async with feed.database.transaction(None) as tx:
        await tx.conn.execute(EXCHANGE)
    assert packed((await feed.steps()).learner) != packed(live.learner)


async def test_read_again_from_the_topics_in_another_order_it_proposes_the_same(feed: Feed) -> None:
    live = await lived(feed)
    made = [(event.person_id, event.skill_id) for event in await feed.predicted()]
    await started_over(feed)
    told = [event for events in life() for event in events]
    cases = [event for event in told if isinstance(event, TaskClosed)]
    Random(3).shuffle(cases)
    await feed.organisation()
    await feed(*(event for event in told if not isinstance(event, TaskClosed)))
    await feed(*cases)
    rebuilt = await feed.learn()
    confidences, as_lived = proposed(rebuilt.learner), proposed(live.learner)
    assert confidences.keys() == as_lived.keys()
    assert max(abs(confidences[pair] - as_lived[pair]) for pair in as_lived) < TOLERATED
    barred = {("colleague", "passwords")}
    again = {(event.person_id, event.skill_id) for event in await feed.predicted()} - set(made)
    assert not barred & again


async def started_over(feed: Feed) -> None:
    """As with an empty database: nothing is known, and nothing was told."""
    async with feed.database.transaction(None) as tx:
        await tx.conn.execute(EMPTY)


EXCHANGE = """
UPDATE learning_log AS one SET kind = other.kind, content = other.content FROM learning_log AS other
WHERE one.kind = 'case' AND other.kind = 'case' AND (one.position, other.position) IN ((10, 20), (20, 10))
"""
EMPTY = """
TRUNCATE learning_log, task_case, skill, standing, known_person, prediction, inference, outbox CASCADE;
UPDATE learning_log_head SET position = 0;
UPDATE learner SET position = 0;
"""
