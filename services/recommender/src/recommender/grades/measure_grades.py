"""Schedule: keeps what metrics tell of the grades up to date, a minute old at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from asyncpg import Record
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from recommender.grades import store
from recommender.grades.calibration import calibration_error
from recommender.grades.precision import share_of
from recommender.grades.store import Period
from touchline_runtime.schedule import Schedule
from touchline_runtime.transaction import Transaction

WINDOW = timedelta(days=90)
"""Metrics are of the proposals made in so long a time; HTTP answers for any period."""

OUTCOMES = ("waiting", "approved", "rejected", "settled_otherwise")


class Measured(Collector):
    """What was measured last. What has no value is left out: no precision is not a precision of 0."""

    def __init__(self) -> None:
        self.families: tuple[Metric, ...] = ()

    def collect(self) -> Iterator[Metric]:
        """The families, as they are."""
        yield from self.families


MEASURED = Measured()
REGISTRY.register(MEASURED)


async def measure_grades(tx: Transaction) -> None:
    """Measures the proposals of the last 90 days."""
    period = Period(since=tx.now - WINDOW)
    totals = await store.totals(tx.conn, period)
    error = calibration_error(await store.bins(tx.conn, period))
    MEASURED.families = (_outcomes(totals), _precision(totals), _error(error))


def _outcomes(totals: Record) -> Metric:
    found = _gauge("proposals", "Proposals of the last 90 days, by what became of them", "outcome")
    for outcome in OUTCOMES:
        found.add_metric((outcome,), totals[outcome])
    return found


def _precision(totals: Record) -> Metric:
    found = _gauge(
        "precision_ratio", "Share of the decided ones that was approved, and its 95 % interval", "bound"
    )
    if share := share_of(totals["approved"], totals["approved"] + totals["rejected"]):
        for bound, value in share._asdict().items():
            found.add_metric((bound,), value)
    return found


def _error(error: float | None) -> Metric:
    found = _gauge(
        "calibration_error_ratio", "Mean distance of the confidence from the share that was approved"
    )
    if error is not None:
        found.add_metric((), error)
    return found


def _gauge(name: str, documentation: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"touchline_recommender_{name}", documentation, labels=labels)


MEASURE_GRADES = Schedule("measure_grades", timedelta(minutes=1), measure_grades)
