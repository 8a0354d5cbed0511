"""Schedule: keeps what metrics tell of the grades up to date, a minute old at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from asyncpg import Record
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric

from recommender.grades import store
from recommender.grades.calibration import calibration_error
from recommender.grades.coverage import store as coverages
from recommender.grades.coverage.store import Covered
from recommender.grades.delays import store as delays
from recommender.grades.delays.histogram import BOUNDS, histogram_of
from recommender.grades.delays.store import Tally
from recommender.grades.precision import share_of
from recommender.grades.store import Period
from touchline_runtime.metrics import MEASURED
from touchline_runtime.schedule import Schedule
from touchline_runtime.transaction import Transaction

WINDOW = timedelta(days=90)
"""Metrics are of the proposals made in so long a time; HTTP answers for any period."""

PREFIX = "touchline_recommender"
OUTCOMES = ("waiting", "approved", "rejected", "settled_otherwise")


async def measure_grades(tx: Transaction) -> None:
    """Measures the proposals of the last 90 days, and how long all took: a histogram only ever grows."""
    period = Period(since=tx.now - WINDOW)
    totals = await store.totals(tx.conn, period)
    error = calibration_error(await store.bins(tx.conn, period))
    covered = await coverages.coverage(tx.conn, period)
    took = await delays.tallies(tx.conn, BOUNDS)
    told = (_outcomes(totals), _precision(totals), _error(error), _coverage(covered), _delays(took))
    MEASURED.tell(MEASURE_GRADES.name, told)


def _outcomes(totals: Record) -> Metric:
    found = GaugeMetricFamily(
        f"{PREFIX}_proposals", "Proposals of the last 90 days, by what became of them", labels=("outcome",)
    )
    for outcome in OUTCOMES:
        found.add_metric((outcome,), totals[outcome])
    return found


def _precision(totals: Record) -> Metric:
    found = GaugeMetricFamily(
        f"{PREFIX}_precision_ratio",
        "Share of the decided ones that was approved, and its 95 % interval",
        labels=("bound",),
    )
    if share := share_of(totals["approved"], totals["approved"] + totals["rejected"]):
        for bound, value in share._asdict().items():
            found.add_metric((bound,), value)
    return found


def _error(error: float | None) -> Metric:
    found = GaugeMetricFamily(
        f"{PREFIX}_calibration_error_ratio",
        "Mean distance of the confidence from the share that was approved",
    )
    if error is not None:
        found.add_metric((), error)
    return found


def _coverage(covered: Covered) -> Metric:
    found = GaugeMetricFamily(
        f"{PREFIX}_coverage_ratio",
        "Share of the agents who work, and of the skills that they hold, that proposals reached",
        labels=("of",),
    )
    for of, share in (
        ("agents", share_of(covered.reached, covered.agents)),
        ("skills", share_of(covered.foreseen, covered.held)),
    ):
        if share:
            found.add_metric((of,), share.value)
    return found


def _delays(tallies: Iterable[Tally]) -> Metric:
    found = HistogramMetricFamily(
        f"{PREFIX}_proposal_seconds",
        "From the end of a case, and from its news, to the proposal",
        labels=("since",),
    )
    for since, of in groupby(sorted(tallies), key=lambda tally: tally.since):
        within, total = histogram_of((one.held, one.proposals, one.seconds) for one in of)
        bounds = [*map(str, BOUNDS), "+Inf"]
        found.add_metric((since,), buckets=list(zip(bounds, within, strict=True)), sum_value=total)
    return found


MEASURE_GRADES = Schedule("measure_grades", timedelta(minutes=1), measure_grades)
