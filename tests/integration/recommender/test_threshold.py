"""The threshold for a wanted precision, as decisions tell it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.grading import decided, persons, proposed
from touchline_runtime.testing import NOW, Api


async def threshold(recommender: Api, **query: str) -> dict[str, Any]:
    answer = await recommender.as_("operator").get("/grades/threshold", params=query)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


@pytest.fixture
async def graded(feed: Feed) -> Feed:
    """Ten are 0.95 sure and right, of ten that are 0.9 sure eight are, and of ten at 0.85 four."""
    for start, confidence, right in ((0, 0.95, 10), (10, 0.9, 8), (20, 0.85, 4)):
        await proposed(feed, *((one, "refunds") for one in persons(10, start)), confidence=confidence)
        await decided(feed, "refunds", approved=persons(right, start))
        await decided(feed, "refunds", rejected=persons(10 - right, start + right))
    return feed


@pytest.mark.parametrize(
    ("wanted", "found", "count", "share"),
    [("0.7", 0.85, 30, 22 / 30), ("0.9", 0.9, 20, 0.9), ("0.91", 0.95, 10, 1), ("0.99", 0.95, 10, 1)],
)
async def test_it_is_the_lowest_from_which_on_the_wanted_share_was_approved(
    graded: Feed, recommender: Api, wanted: str, found: float, count: int, share: float
) -> None:
    told = await threshold(recommender, precision=wanted)
    assert (told["threshold"], told["decided"], told["kept"]) == (found, count, count / 30)
    assert told["precision"]["value"] == pytest.approx(share)
    assert told["precision"]["low"] < told["precision"]["value"]


async def test_where_not_even_the_surest_were_right_there_is_none(feed: Feed, recommender: Api) -> None:
    nothing = {"threshold": None, "decided": 0, "precision": None, "kept": None, "current": None}
    assert await threshold(recommender) == nothing
    await proposed(feed, ("agent", "refunds"), confidence=0.99)
    await decided(feed, "refunds", rejected=["agent"])
    assert await threshold(recommender) == nothing


async def test_those_that_are_equally_sure_are_never_parted(feed: Feed, recommender: Api) -> None:
    await proposed(feed, *((one, "refunds") for one in persons(10)))
    await decided(feed, "refunds", approved=persons(5), rejected=persons(5, start=5))
    assert (await threshold(recommender, precision="0.6"))["threshold"] is None
    assert (await threshold(recommender, precision="0.5"))["decided"] == 10


async def test_a_share_that_is_exactly_the_wanted_one_will_do(feed: Feed, recommender: Api) -> None:
    """In floating point 0.55 × 20 is more than 11."""
    await proposed(feed, *((one, "refunds") for one in persons(20)))
    await decided(feed, "refunds", approved=persons(11), rejected=persons(9, start=11))
    assert (await threshold(recommender, precision="0.55"))["decided"] == 20


async def test_what_waits_says_nothing_and_the_period_counts(graded: Feed, recommender: Api) -> None:
    await proposed(graded, *((one, "printers") for one in persons(50)), confidence=0.99)
    assert (await threshold(recommender))["decided"] == 20
    assert (await threshold(recommender, until=NOW.isoformat()))["decided"] == 0


async def test_the_threshold_that_holds_is_told_beside_it(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    steps = await feed.learn()
    assert (await threshold(recommender))["current"] == steps.learner.policy.threshold


@pytest.mark.parametrize("precision", ["0", "1", "high"])
async def test_a_precision_that_nothing_can_have_is_refused(recommender: Api, precision: str) -> None:
    answer = await recommender.as_("operator").get("/grades/threshold", params={"precision": precision})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "precision")
