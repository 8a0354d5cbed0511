"""How far the skills that work calls for moved from one week to the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY

from recommender.grades.drift.measure_drift import MEASURE_DRIFT
from tests.integration.recommender.feeding import Feed, shown, taught
from touchline_contracts.skills import SkillMerged
from touchline_runtime.clock import FixedClock
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_skill_defined, a_task_closed

TODAY = NOW.date().isoformat()
METRIC = "touchline_recommender_mix_distance_ratio"


async def drift(recommender: Api, **query: str) -> list[dict[str, Any]]:
    asked = {"until": TODAY, "weeks": "1"} | query
    answer = await recommender.as_("operator").get("/grades/drift", params=asked)
    weeks: list[dict[str, Any]] = answer.raise_for_status().json()["weeks"]
    return weeks


async def finished(feed: Feed, skill: str, count: int, *, weeks_ago: int) -> None:
    """So many tasks with this tag were finished in a week."""
    at = NOW - timedelta(weeks=weeks_ago)
    names = [f"{skill} {weeks_ago} {n}" for n in range(count)]
    await feed(*(a_task_closed(number=name, skills=(skill,), resolved_at=at, closed_at=at) for name in names))


async def test_a_week_of_other_work_than_before_stands_out(feed: Feed, recommender: Api) -> None:
    for week in range(1, 7):
        await finished(feed, "refunds", 10, weeks_ago=week)
    await finished(feed, "printers", 10, weeks_ago=0)
    *_, before, now = await drift(recommender, weeks="3")
    assert (before["calls"], before["compared_with"], before["distance"]) == (10, 40, 0)
    assert (now["week"], now["calls"], now["compared_with"]) == (TODAY, 10, 40)
    assert now["distance"] == pytest.approx(1)
    assert now["by_chance"] < 0.2


async def test_tasks_without_tags_count_by_what_their_text_was_read_as(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    tagged = sum(week["calls"] for week in await drift(recommender, weeks="3"))
    await feed.learn()
    assert tagged == 60
    assert sum(week["calls"] for week in await drift(recommender, weeks="3")) == 68


async def test_a_merge_of_skills_is_no_drift(feed: Feed, recommender: Api) -> None:
    await feed(a_skill_defined(), a_skill_defined("money-back"))
    await finished(feed, "refunds", 10, weeks_ago=1)
    await finished(feed, "money-back", 10, weeks_ago=0)
    assert (await drift(recommender))[0]["distance"] == pytest.approx(1)
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    assert (await drift(recommender))[0]["distance"] == pytest.approx(0, abs=1e-7)


async def test_where_nothing_was_finished_there_is_nothing_to_compare(feed: Feed, recommender: Api) -> None:
    await finished(feed, "refunds", 1, weeks_ago=0)
    [week] = await drift(recommender)
    assert (week["calls"], week["compared_with"], week["distance"], week["by_chance"]) == (1, 0, None, None)
    assert len(await drift(recommender, weeks="104")) == 104


async def test_prometheus_is_told_of_the_last_week_that_is_over(feed: Feed, clock: FixedClock) -> None:
    await finished(feed, "refunds", 10, weeks_ago=1)
    await finished(feed, "printers", 10, weeks_ago=0)
    assert await run_once(MEASURE_DRIFT, feed.database)
    assert REGISTRY.get_sample_value(METRIC, {"kind": "measured"}) is None
    clock.advance(timedelta(weeks=1))
    assert await run_once(MEASURE_DRIFT, feed.database)
    assert REGISTRY.get_sample_value(METRIC, {"kind": "measured"}) == pytest.approx(1)
    assert REGISTRY.get_sample_value(METRIC, {"kind": "by_chance"}) == pytest.approx(0.19, abs=0.01)


@pytest.mark.parametrize(
    "query", [{"weeks": "0"}, {"weeks": "105"}, {"until": "soon"}, {"until": "9999-12-31"}]
)
async def test_nonsense_is_refused_naming_the_field(recommender: Api, query: dict[str, str]) -> None:
    answer = await recommender.as_("operator").get("/grades/drift", params=query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, *query)
