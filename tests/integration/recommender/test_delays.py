"""How long it takes from the end of a case to the proposal that it leads to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prometheus_client import REGISTRY

from recommender.grades.measure_grades import MEASURE_GRADES
from tests.integration.recommender.feeding import Feed, closed
from tests.integration.recommender.grading import proposed
from touchline_runtime.clock import FixedClock
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import NOW, Api

HISTOGRAM = "touchline_recommender_proposal_seconds"


async def delays(recommender: Api, **query: str) -> dict[str, Any]:
    answer = await recommender.as_("operator").get("/grades/delays", params=query)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


async def the_learner_is_late(feed: Feed, clock: FixedClock) -> None:
    """Four cases, the last finished an hour before it is told, and learned from a minute after that."""
    await feed.organisation("agent")
    at = NOW - timedelta(hours=1)
    await feed(
        *(closed(n, "refunds", agent_id="agent", resolved_at=at - timedelta(days=3 - n)) for n in range(4))
    )
    clock.advance(timedelta(minutes=1))
    await feed.learn()


async def test_it_counts_from_the_latest_case_that_shows_the_skill(
    feed: Feed, clock: FixedClock, recommender: Api
) -> None:
    await the_learner_is_late(feed, clock)
    found = await delays(recommender)
    assert found["since_finished"] == {"proposals": 1, "p50": 3660, "p95": 3660, "p99": 3660}
    assert found["since_told"] == {"proposals": 1, "p50": 60, "p95": 60, "p99": 60}


async def test_prometheus_counts_each_delay_within_its_bounds(feed: Feed, clock: FixedClock) -> None:
    await the_learner_is_late(feed, clock)
    assert await run_once(MEASURE_GRADES, feed.database)

    def within(since: str, bound: str) -> float | None:
        return REGISTRY.get_sample_value(f"{HISTOGRAM}_bucket", {"since": since, "le": bound})

    assert [within("told", bound) for bound in ("30.0", "60.0", "+Inf")] == [0, 1, 1]
    assert [within("finished", bound) for bound in ("60.0", "3600.0", "86400.0")] == [0, 0, 1]
    assert REGISTRY.get_sample_value(f"{HISTOGRAM}_sum", {"since": "finished"}) == 3660
    assert REGISTRY.get_sample_value(f"{HISTOGRAM}_count", {"since": "finished"}) == 1


async def test_proposals_whose_case_is_not_known_are_left_out(feed: Feed, recommender: Api) -> None:
    await proposed(feed, ("agent", "refunds"))
    nothing = {"proposals": 0, "p50": None, "p95": None, "p99": None}
    assert await delays(recommender) == {"since_finished": nothing, "since_told": nothing}


async def test_delays_are_of_the_period(feed: Feed, clock: FixedClock, recommender: Api) -> None:
    await the_learner_is_late(feed, clock)
    later = (NOW + timedelta(minutes=2)).isoformat()
    assert (await delays(recommender, since=later))["since_told"]["proposals"] == 0
    assert (await delays(recommender, until=later))["since_told"]["proposals"] == 1
