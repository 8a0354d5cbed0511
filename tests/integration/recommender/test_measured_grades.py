"""Prometheus is told of the grades what HTTP tells of the last 90 days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from recommender.grades.measure_grades import MEASURE_GRADES
from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.grading import decided, persons, proposed
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import NOW

PREFIX = "touchline_recommender_"


def measured(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"{PREFIX}{name}", labels)


async def test_metrics_tell_precision_outcomes_and_how_wrong_the_confidence_is(feed: Feed) -> None:
    await proposed(feed, *((person, "refunds") for person in persons(12)))
    await proposed(feed, ("agent", "printers"), predicted_at=NOW - timedelta(days=91))
    await decided(feed, "refunds", approved=persons(8), rejected=persons(2, start=8))
    await decided(feed, "printers", rejected=["agent"])
    assert await run_once(MEASURE_GRADES, feed.database)
    outcomes = {name: measured("proposals", outcome=name) for name in ("waiting", "approved", "rejected")}
    assert outcomes == {"waiting": 2, "approved": 8, "rejected": 2}
    assert measured("precision_ratio", bound="value") == 0.8
    assert measured("precision_ratio", bound="low") == pytest.approx(0.4902, abs=1e-4)
    assert measured("calibration_error_ratio") == pytest.approx(0.15, abs=1e-6)


async def test_what_nobody_decided_has_no_precision_rather_than_one_of_zero(feed: Feed) -> None:
    await proposed(feed, ("agent", "refunds"))
    assert await run_once(MEASURE_GRADES, feed.database)
    assert measured("proposals", outcome="waiting") == 1
    assert measured("precision_ratio", bound="value") is None
    assert measured("calibration_error_ratio") is None
