"""Decisions undone and skills merged: what was learned stays, what was rejected too."""

from __future__ import annotations

from typing import Any

from tests.integration.recommender.feeding import LATER, TAKEN_AWAY, Feed, shown, taught
from tests.integration.recommender.test_proposing import REFUNDS, pairs
from touchline_contracts.skills import DecisionUndone, RejectionLifted, SkillMerged, SkillRemoved
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import (
    a_skill_approved,
    a_skill_assigned,
    a_skill_defined,
    a_skill_rejected,
)


async def test_a_rejection_outlives_the_merge_of_its_skill(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_rejected(), a_skill_defined("money-back"))
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    await feed(*shown(9, start=800))
    await feed.learn()
    assert await pairs(feed) == REFUNDS


async def test_an_approval_undone_leaves_the_evidence_as_it_was(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    pair: Any = {"person_id": "agent", "skill_id": "refunds", "decided_at": NOW}
    await feed(a_skill_approved(), a_skill_assigned(revision=2))
    await feed(DecisionUndone(proposal_id="p", revision=3, **pair))
    await feed(SkillRemoved(revision=4, cause="undone", **pair))
    await feed.learn()
    assert await pairs(feed) == REFUNDS
    await feed(a_skill_rejected(revision=5), RejectionLifted(revision=6, **pair))
    await feed.learn()
    assert await pairs(feed) == REFUNDS * 2


async def test_a_skill_held_under_a_merged_id_may_be_proposed_again_after_its_removal(feed: Feed) -> None:
    await feed.organisation()
    await feed(a_skill_assigned(), a_skill_defined("money-back"))
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    old = SkillRemoved(person_id="agent", skill_id="refunds", revision=2, decided_at=NOW, cause="merged")
    await feed(old, a_skill_assigned(skill_id="money-back", revision=3))
    await feed(*taught(), *shown())
    await feed.learn()
    assert await pairs(feed) == []
    await feed(SkillRemoved(person_id="agent", skill_id="money-back", revision=4, decided_at=TAKEN_AWAY))
    await feed(*shown(9, start=LATER))
    await feed.learn()
    assert await pairs(feed) == [("agent", "money-back")]


async def test_a_rejection_lifted_after_a_merge_lets_the_skill_be_proposed_by_its_other_id(
    feed: Feed,
) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_rejected(), a_skill_defined("money-back"))
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    lifted = RejectionLifted(person_id="agent", skill_id="money-back", revision=2, decided_at=NOW)
    await feed(lifted)
    await feed.learn()
    assert await pairs(feed) == [*REFUNDS, ("agent", "money-back")]


async def test_what_was_open_under_a_merged_id_is_decided_under_the_other(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_defined("money-back"))
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    pair: Any = {"person_id": "agent", "skill_id": "money-back", "decided_at": NOW}
    await feed(a_skill_rejected(skill_id="money-back"))
    await feed(RejectionLifted(revision=2, **pair))
    await feed.learn()
    assert await pairs(feed) == [*REFUNDS, ("agent", "money-back")]


async def test_a_removal_read_before_the_cases_it_followed_lets_only_later_ones_propose(feed: Feed) -> None:
    """As when a database that was emptied is filled from the topics again, in whatever order."""
    await feed.organisation()
    removed = SkillRemoved(person_id="agent", skill_id="refunds", revision=2, decided_at=TAKEN_AWAY)
    await feed(a_skill_assigned(), removed)
    await feed(*taught(), *shown())
    await feed.learn()
    assert await pairs(feed) == []
    await feed(*shown(9, start=LATER))
    await feed.learn()
    assert await pairs(feed) == REFUNDS


async def test_an_old_case_that_is_rated_after_the_removal_is_still_old(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_approved(), a_skill_assigned(revision=2))
    await feed(SkillRemoved(person_id="agent", skill_id="refunds", revision=3, decided_at=TAKEN_AWAY))
    await feed(*shown(revision=9, rating={"value": 5}))
    await feed.learn()
    assert await pairs(feed) == REFUNDS
