"""How many of the words that come in the model does not know, week by week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prometheus_client import REGISTRY

from recommender.grades.drift.measure_drift import MEASURE_DRIFT
from tests.integration.recommender.feeding import Feed, catch_up, closed, taught
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_rated

LAST_WEEK = NOW - timedelta(days=3)
METRIC = "touchline_recommender_unknown_words_ratio"


def told(words: str, number: int = 900) -> TaskClosed:
    """A case of last week with these words and no others."""
    given: dict[str, Any] = {"short_description": words, "description": "", "number": f"W{number}"}
    return closed(number, "refunds", **given, resolved_at=LAST_WEEK, closed_at=LAST_WEEK)


async def last_week(recommender: Api) -> tuple[int, float | None]:
    asked = {"weeks": "1", "until": LAST_WEEK.date().isoformat()}
    answer = await recommender.as_("operator").get("/grades/drift", params=asked)
    [week] = answer.raise_for_status().json()["weeks"]
    return week["words"], week["unknown_words"]


async def test_words_are_unknown_until_their_second_case(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    await feed(told("gyro wobbles"))
    await feed.learn()
    assert await last_week(recommender) == (2, 1.0)
    await feed(told("gyro wobbles", 901))
    await feed.learn()
    assert await last_week(recommender) == (4, 1.0)
    await feed(told("gyro wobbles loudly", 902))
    await feed.learn()
    assert await last_week(recommender) == (7, 5 / 7)


async def test_it_falls_while_the_model_learns_and_rises_when_people_write_about_something_else(
    feed: Feed, recommender: Api
) -> None:
    await feed.organisation()
    shares = []
    for news in (taught(), [told(event.short_description, 700 + n) for n, event in enumerate(taught())]):
        await feed(*news)
        await feed.learn()
        shares.append((await last_week(recommender))[1] or 0.0)
    await feed(*(told(f"muon{letter} pion{letter}", 910 + n) for n, letter in enumerate("abcdefgh")))
    await feed.learn()
    shares.append((await last_week(recommender))[1] or 0.0)
    assert 0 < shares[1] < shares[0] < 0.2
    assert shares[2] > shares[1]


async def test_numbers_and_codes_are_left_out(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    await feed(told("order 4711 AB12-77 failed"))
    await feed.learn()
    assert await last_week(recommender) == (2, 1.0)


async def test_a_case_told_again_and_a_restart_count_nothing_twice(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    first = told("gyro wobbles")
    await feed(first)
    await feed.learn()
    rated = {name: getattr(first, name) for name in first.__struct_fields__} | {"revision": 2}
    await feed(a_task_rated(**rated | {"rating": {"value": 1}}))
    await catch_up(await feed.steps())
    assert await last_week(recommender) == (2, 1.0)


async def test_prometheus_is_told_of_the_last_week_that_is_over(feed: Feed) -> None:
    await feed.organisation()
    assert await run_once(MEASURE_DRIFT, feed.database)
    assert REGISTRY.get_sample_value(METRIC) is None
    await feed(told("gyro wobbles"))
    await feed.learn()
    assert await run_once(MEASURE_DRIFT, feed.database)
    assert REGISTRY.get_sample_value(METRIC) == 1
