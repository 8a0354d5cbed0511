"""What is measured, as Prometheus sees it. A process is one service: the scrape job says which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_EVENTS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)

HTTP_SECONDS = Histogram(
    "touchline_http_request_seconds",
    "Time to answer a request",
    ("method", "route", "status"),
    buckets=_SECONDS,
)
LAG = Gauge("touchline_consumer_lag_events", "Events not read yet", ("consumer", "topic", "partition"))
BATCH_SIZE = Histogram(
    "touchline_consumer_batch_events", "Events in one transaction", ("consumer",), buckets=_EVENTS
)
HANDLER_SECONDS = Histogram(
    "touchline_consumer_batch_seconds", "Time from a batch to its commit", ("consumer",), buckets=_SECONDS
)
RETRIES = Counter("touchline_consumer_retries", "Batches tried again, by cause outside", ("consumer",))
QUARANTINE_OPEN = Gauge("touchline_quarantine_open_events", "Events in quarantine now")
PARKED = Gauge("touchline_quarantine_parked_events", "Events waiting behind one in quarantine")
STOPPED = Gauge("touchline_subscriptions_stopped", "Subscriptions that stopped after failures")
OUTBOX_WAITING = Gauge("touchline_outbox_events", "Events not published yet")
OUTBOX_AGE = Gauge("touchline_outbox_oldest_seconds", "Age of the oldest event not published yet")
PUBLISHED = Counter("touchline_outbox_published_events", "Events published")


class Measured(Collector):
    """What a service's schedules measured last, of its tables. What has no value now is not told any more."""

    def __init__(self) -> None:
        self._told: dict[str, Sequence[Metric]] = {}

    def tell(self, schedule: str, families: Sequence[Metric]) -> None:
        """Replaces what this schedule told before."""
        self._told[schedule] = families

    def collect(self) -> Iterator[Metric]:
        """All families, as they were told."""
        for families in self._told.values():
            yield from families


MEASURED = Measured()
REGISTRY.register(MEASURED)
