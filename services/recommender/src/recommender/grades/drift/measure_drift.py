"""Schedule: keeps what metrics tell of drift up to date, an hour old at most."""

from __future__ import annotations

from datetime import UTC, timedelta

from prometheus_client.core import GaugeMetricFamily

from recommender.grades.drift.mix import WEEK, monday_of
from recommender.grades.drift.show_drift import weeks_until
from touchline_runtime.metrics import MEASURED
from touchline_runtime.schedule import Schedule
from touchline_runtime.transaction import Transaction


async def measure_drift(tx: Transaction) -> None:
    """Measures the last week that is over: one that has just begun tells little."""
    last = monday_of(tx.now.astimezone(UTC).date()) - WEEK
    [week] = await weeks_until(tx.conn, last, 1)
    found = GaugeMetricFamily(
        "touchline_recommender_mix_distance_ratio",
        "Distance of the last full week's mix of skills from the four before it, and what it is by chance",
        labels=("kind",),
    )
    if week.distance is not None and week.by_chance is not None:
        found.add_metric(("measured",), week.distance)
        found.add_metric(("by_chance",), week.by_chance)
    MEASURED.tell(MEASURE_DRIFT.name, (found, _unknown_words(week.unknown_words)))


def _unknown_words(share: float | None) -> GaugeMetricFamily:
    found = GaugeMetricFamily(
        "touchline_recommender_unknown_words_ratio",
        "Share of the words of the last full week's cases that the model did not know",
    )
    if share is not None:
        found.add_metric((), share)
    return found


MEASURE_DRIFT = Schedule("measure_drift", timedelta(hours=1), measure_drift)
