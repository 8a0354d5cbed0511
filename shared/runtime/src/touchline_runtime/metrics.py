"""What is measured, as Prometheus sees it. A process is one service: the scrape job says which."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

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
