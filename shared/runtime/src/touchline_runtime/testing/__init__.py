"""The pytest plugin: a database per test, a clock that stands still, events, reactions and callers."""

from touchline_runtime import logs
from touchline_runtime.testing.callers import Api, api, issuer
from touchline_runtime.testing.databases import NOW, clock, empty_database, service_database, templates
from touchline_runtime.testing.reacting import delivered, outbox_of, react, sent

__all__ = [
    "NOW",
    "Api",
    "api",
    "clock",
    "delivered",
    "empty_database",
    "issuer",
    "outbox_of",
    "react",
    "sent",
    "service_database",
    "templates",
]


def pytest_configure() -> None:
    """Called by pytest."""
    logs.configure_plainly()
