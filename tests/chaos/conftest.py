"""Processes are killed, frozen and cut off from their servers; at the end a ledger must come out even."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from coaching.main import SERVICE as COACHING
from devstack.kafka import Kafka
from devstack.postgres import Postgres
from tests.chaos.load import Load
from tests.running.callers import Callers
from tests.running.crew import Crew
from tests.running.databases import rows
from tests.running.fixtures import RunningIssuer, broker, make_callers, make_crew, running_issuer
from tests.running.rounds import in_rounds
from tests.running.topics import publishing
from touchline_runtime.migrate import migrate

__all__ = ["broker", "make_callers", "make_crew", "running_issuer"]

pytest_generate_tests = in_rounds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chaos" in item.path.parts:
            item.add_marker(pytest.mark.chaos)
            item.add_marker(pytest.mark.kafka)


@pytest.fixture
async def crew(make_crew, broker: Kafka) -> Crew:  # type: ignore[no-untyped-def]
    """A crew, not started yet, whose dead members are missed after three seconds.

    Its default opportunities open an assessment for every match: one manager has the work of hundreds.
    """
    made: Crew = await make_crew(broker, kafka_session_timeout_ms="3000")
    coaching = made.databases["coaching"]
    await migrate(coaching, service_migrations=COACHING.migrations)
    await rows(coaching, "UPDATE opportunity SET coach_weekly_capacity = null")
    return made


@pytest.fixture
async def load(crew: Crew, running_issuer: RunningIssuer) -> AsyncIterator[Load]:
    """The work of a company, published from this test, and people who call the crew's gateway."""
    callers = Callers(crew.gateway, running_issuer.key)
    async with publishing(crew.kafka) as publisher:
        yield Load(publisher, callers)
    await callers.aclose()


@pytest.fixture
def stoppable(broker: Kafka, postgres: Postgres) -> tuple[Kafka, Postgres]:
    """Servers that a test may stop and start."""
    if broker.kind == "external" or postgres.kind == "external" or not broker.durable:
        pytest.skip("these servers cannot be stopped, or forget what they held")
    return broker, postgres
