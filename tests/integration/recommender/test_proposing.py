"""From finished tasks to predicted skills: when one is proposed, and when never again."""

from __future__ import annotations

from datetime import timedelta

from recommender.evidence.policy import ProposalPolicy
from tests.integration.recommender.feeding import LATER, TAKEN_AWAY, Feed, catch_up, closed, shown, taught
from touchline_contracts.skills import (
    RejectionLifted,
    SkillRemoved,
    SkillRetired,
)
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import (
    a_person,
    a_skill_assigned,
    a_skill_defined,
    a_skill_rejected,
)

REFUNDS = [("agent", "refunds")]


async def pairs(feed: Feed) -> list[tuple[str, str]]:
    made = await feed.predicted()
    return [(event.person_id, event.skill_id) for event in made if event.person_id == "agent"]


async def test_cases_without_tags_lead_to_a_proposal_with_samples_and_reasons(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    [event] = [event for event in await feed.predicted() if event.person_id == "agent"]
    assert event.skill_id == "refunds"
    assert event.team_id == "payments"
    assert event.confidence >= 0.8
    assert 3 <= len(event.samples) <= 5
    assert all(sample.probability >= 0.5 and sample.text and sample.phrases for sample in event.samples)
    assert event.explanation.startswith("8 finished cases call for Refunds")


async def test_the_colleague_who_resolved_tagged_cases_is_proposed_too(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught())
    await feed.learn()
    assert {event.skill_id for event in await feed.predicted()} == {"refunds", "passwords", "printers"}


async def test_a_skill_that_is_held_is_not_proposed(feed: Feed) -> None:
    await feed.organisation()
    await feed(a_skill_assigned())
    await feed(*taught(), *shown())
    await feed.learn()
    assert await pairs(feed) == []


async def test_an_open_proposal_is_not_made_twice_however_much_is_learned_and_restarted(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(*shown(5, start=700))
    await feed.learn()
    await feed.learn()
    assert await pairs(feed) == REFUNDS


async def test_a_rejected_skill_never_comes_back_even_after_a_replay_and_a_restart(
    feed: Feed,
) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_rejected())
    await feed(*taught(), *shown())
    await feed(*shown(9, start=800))
    await feed.learn()
    assert await pairs(feed) == REFUNDS


async def test_a_lifted_rejection_lets_the_skill_be_proposed_again_under_a_new_id(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_rejected())
    await feed.learn()
    await feed(RejectionLifted(person_id="agent", skill_id="refunds", revision=2, decided_at=NOW))
    await feed.learn()
    assert await pairs(feed) == REFUNDS * 2
    assert len({event.prediction_id for event in await feed.predicted()}) == len(await feed.predicted())


async def test_a_removed_skill_is_proposed_again_only_for_new_cases(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_assigned())
    await feed(SkillRemoved(person_id="agent", skill_id="refunds", revision=2, decided_at=TAKEN_AWAY))
    await feed.learn()
    await feed(*shown(9, start=800))
    await feed.learn()
    assert await pairs(feed) == REFUNDS
    await feed(*shown(9, start=LATER))
    await feed.learn()
    assert await pairs(feed) == REFUNDS * 2


async def test_an_unknown_person_waits_and_is_proposed_when_they_arrive(feed: Feed) -> None:
    await feed.organisation("colleague")
    await feed(*taught(), *shown())
    steps = await feed.learn()
    assert await pairs(feed) == []
    await feed(a_person())
    await catch_up(steps)
    assert await pairs(feed) == REFUNDS


async def test_nothing_is_proposed_for_somebody_who_has_left_until_they_are_back(feed: Feed) -> None:
    await feed.organisation()
    await feed(a_person(active=False, revision=2))
    await feed(*taught(), *shown())
    await feed.learn()
    assert await pairs(feed) == []
    await feed(a_person(revision=3))
    await feed.learn()
    assert await pairs(feed) == REFUNDS


async def test_a_skill_that_the_catalogue_does_not_know_yet_waits_for_it(feed: Feed) -> None:
    await feed(a_person())
    await feed(*[closed(n, "refunds", agent_id="agent") for n in range(4)])
    steps = await feed.learn()
    assert await pairs(feed) == []
    await feed(a_skill_defined())
    await catch_up(steps)
    assert await pairs(feed) == REFUNDS


async def test_a_retired_skill_is_not_proposed(feed: Feed) -> None:
    await feed.organisation()
    await feed(SkillRetired(skill_id="refunds", revision=2))
    await feed(*taught(), *shown())
    await feed.learn()
    assert await pairs(feed) == []


async def test_a_team_gets_no_more_in_a_week_than_its_cap(feed: Feed, clock: FixedClock) -> None:
    policy = ProposalPolicy(weekly_cap=2)
    await feed.organisation()
    await feed(*taught())
    steps = await feed.learn(policy)
    made = await feed.predicted()
    assert len(made) == 2
    clock.advance(timedelta(days=8))
    await steps.look_again()
    assert len(await feed.predicted()) == 3


async def test_what_waits_for_the_cap_is_not_lost_by_a_restart(feed: Feed, clock: FixedClock) -> None:
    await feed.organisation()
    await feed(*taught())
    await feed.learn(ProposalPolicy(weekly_cap=2))
    clock.advance(timedelta(days=8))
    await feed.learn(ProposalPolicy(weekly_cap=2))
    assert len(await feed.predicted()) == 3
