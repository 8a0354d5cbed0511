"""The recommender grades itself by what was decided of its proposals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.recommender.feeding import Feed, shown, taught
from tests.integration.recommender.grading import decided, persons, proposed
from touchline_contracts.skills import DecisionUndone, RejectionLifted, SkillMerged, SkillRemoved
from touchline_runtime.auth import Role
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import (
    a_skill_approved,
    a_skill_assigned,
    a_skill_defined,
    a_skill_rejected,
)

OF_REFUNDS: Any = {"person_id": "agent", "skill_id": "refunds", "decided_at": NOW}
UNDONE = DecisionUndone(proposal_id="proposal-1", revision=2, **OF_REFUNDS)


async def grades(recommender: Api, **query: str) -> dict[str, Any]:
    answer = await recommender.as_("operator").get("/grades", params=query)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


async def by_skill(recommender: Api, **query: str) -> list[dict[str, Any]]:
    answer = await recommender.as_("operator").get("/grades/skills", params=query)
    items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
    return items


def counts(of: dict[str, Any]) -> tuple[int, ...]:
    names = ("proposed", "waiting", "approved", "rejected", "settled_otherwise")
    return tuple(of[name] for name in names)


async def test_precision_is_the_share_of_decided_proposals_that_were_approved(
    feed: Feed, recommender: Api
) -> None:
    await proposed(feed, *((person, "refunds") for person in persons(12)))
    await decided(feed, "refunds", approved=persons(8), rejected=persons(2, start=8))
    found = await grades(recommender)
    assert counts(found) == (12, 2, 8, 2, 0)
    assert found["precision"]["value"] == 0.8
    assert found["precision"]["low"] == pytest.approx(0.4902, abs=1e-4)
    assert found["precision"]["high"] == pytest.approx(0.9433, abs=1e-4)
    assert found["said"] == pytest.approx(0.95)


async def test_the_learners_own_proposal_is_graded_when_it_is_decided(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_approved(), a_skill_assigned(revision=2))
    assert counts(await grades(recommender)) == (4, 3, 1, 0, 0)


async def test_nothing_decided_has_no_precision(feed: Feed, recommender: Api) -> None:
    await proposed(feed, ("agent", "refunds"))
    found = await grades(recommender)
    assert (found["precision"], found["said"]) == (None, None)
    assert counts(found) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("decision", [a_skill_approved, a_skill_rejected])
async def test_a_decision_undone_is_no_decision(feed: Feed, recommender: Api, decision: Any) -> None:
    await proposed(feed, ("agent", "refunds"))
    await feed(decision(), UNDONE)
    assert counts(await grades(recommender)) == (1, 1, 0, 0, 0)
    await feed(a_skill_rejected(revision=3))
    assert counts(await grades(recommender)) == (1, 0, 0, 1, 0)


async def test_what_was_given_by_hand_judges_nothing_until_the_proposal_is_decided(
    feed: Feed, recommender: Api
) -> None:
    await proposed(feed, ("agent", "refunds"))
    await feed(a_skill_assigned())
    assert counts(await grades(recommender)) == (1, 0, 0, 0, 1)
    await feed(a_skill_rejected(revision=2))
    assert counts(await grades(recommender)) == (1, 0, 0, 1, 0)


async def test_a_lifted_rejection_and_a_skill_taken_away_later_stay_decided(
    feed: Feed, recommender: Api
) -> None:
    await proposed(feed, ("agent", "refunds"), ("colleague", "refunds"))
    await feed(a_skill_rejected(), RejectionLifted(revision=2, **OF_REFUNDS))
    held: Any = {"person_id": "colleague"}
    await feed(a_skill_approved(**held), a_skill_assigned(revision=2, **held))
    await feed(SkillRemoved(**(OF_REFUNDS | held), revision=3))
    assert counts(await grades(recommender)) == (2, 0, 1, 1, 0)


async def test_a_decision_told_twice_counts_once(feed: Feed, recommender: Api) -> None:
    await proposed(feed, ("agent", "refunds"))
    await feed(a_skill_rejected())
    await feed(a_skill_rejected())
    assert counts(await grades(recommender)) == (1, 0, 0, 1, 0)


async def test_a_merged_skill_is_graded_under_the_id_it_goes_by_now(feed: Feed, recommender: Api) -> None:
    await feed(a_skill_defined(), a_skill_defined("money-back"))
    await proposed(feed, ("agent", "refunds"), ("colleague", "money-back"))
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    await feed(a_skill_approved(skill_id="money-back"))
    [item] = await by_skill(recommender)
    assert (item["skill_id"], item["name"]) == ("money-back", "Money-Back")
    assert counts(item) == (2, 1, 1, 0, 0)


async def test_grades_are_of_the_proposals_made_in_the_period(feed: Feed, recommender: Api) -> None:
    await proposed(feed, ("agent", "refunds"), predicted_at=NOW - timedelta(days=40))
    await proposed(feed, ("agent", "printers"))
    await decided(feed, "refunds", rejected=["agent"])
    day = (NOW - timedelta(days=30)).isoformat()
    assert counts(await grades(recommender, until=day)) == (1, 0, 0, 1, 0)
    assert counts(await grades(recommender, since=day)) == (1, 1, 0, 0, 0)
    assert counts(await grades(recommender, since=NOW.isoformat())) == (1, 1, 0, 0, 0)
    assert counts(await grades(recommender, until=NOW.isoformat())) == (1, 0, 0, 1, 0)


async def test_skills_come_in_any_order_and_in_pages(feed: Feed, recommender: Api) -> None:
    for skill, approved, rejected in (("a", 1, 3), ("b", 3, 1), ("c", 2, 0), ("d", 0, 0)):
        await proposed(feed, *((person, skill) for person in persons(4)))
        await decided(feed, skill, approved=persons(approved), rejected=persons(rejected, start=approved))
    caller = recommender.as_("operator")
    orders = {"name": "abcd", "precision": "cbad", "rejected": "abcd", "waiting": "dcab", "approved": "bcad"}
    for order, expected in orders.items():
        seen, after = "", None
        while True:
            given = {"order": order, "limit": "1"} | ({"after": after} if after else {})
            page = (await caller.get("/grades/skills", params=given)).json()
            seen += page["items"][0]["skill_id"]
            after = page["next"]
            if after is None:
                break
        assert seen == expected, order
    lowest_first = await by_skill(recommender, order="precision", ascending="true")
    assert [item["skill_id"] for item in lowest_first] == ["a", "b", "c", "d"]


async def test_the_curve_tells_what_was_said_from_what_happened(feed: Feed, recommender: Api) -> None:
    for n, person in enumerate(persons(120)):
        await proposed(feed, (person, "refunds"), confidence=0.9 + n / 1_500)
    await decided(feed, "refunds", approved=persons(90, start=30), rejected=persons(30))
    curve = (await recommender.as_("operator").get("/grades/calibration")).json()
    assert [one["decided"] for one in curve["bins"]] == [12] * 10
    happened = [0, 0, 0.5, *[1] * 7]
    assert [one["happened"]["value"] for one in curve["bins"]] == happened
    said = [0.9 + n / 1_500 for n in range(120)]
    means = [sum(said[n : n + 12]) / 12 for n in range(0, 120, 12)]
    assert [one["said"] for one in curve["bins"]] == pytest.approx(means)
    ends = (curve["bins"][0]["lowest"], curve["bins"][-1]["highest"])
    assert ends == pytest.approx((said[0], said[-1]))
    expected = sum(abs(a - b) for a, b in zip(means, happened, strict=True)) / 10
    assert curve["error"] == pytest.approx(expected)


@pytest.mark.parametrize(("count", "bins"), [(9, 1), (19, 1), (20, 2), (35, 3)])
async def test_few_decisions_make_few_bins(feed: Feed, recommender: Api, count: int, bins: int) -> None:
    await proposed(feed, *((person, "refunds") for person in persons(count)))
    await decided(feed, "refunds", approved=persons(count))
    curve = (await recommender.as_("operator").get("/grades/calibration")).json()
    assert len(curve["bins"]) == bins
    assert curve["error"] == pytest.approx(0.05)


async def test_a_curve_of_nothing_is_empty(recommender: Api) -> None:
    curve = (await recommender.as_("operator").get("/grades/calibration")).json()
    assert curve == {"bins": [], "error": None}


@pytest.mark.parametrize(
    "path", ["/grades", "/grades/skills", "/grades/calibration", "/grades/delays", "/grades/coverage"]
)
async def test_grades_are_for_operators_and_skill_managers_and_nonsense_is_refused(
    recommender: Api, path: str
) -> None:
    assert (await recommender.anonymous().get(path)).status_code == 401
    assert (await recommender.as_("agent", Role.TRAINEE).get(path)).status_code == 403
    assert (await recommender.as_("manager").get(path)).status_code == 200
    backwards = {"since": NOW.isoformat(), "until": NOW.isoformat()}
    refused = await recommender.as_("operator").get(path, params=backwards)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "until")
