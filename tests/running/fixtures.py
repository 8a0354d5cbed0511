"""Fixtures: an issuer for the session; empty topics, fresh databases and a crew for a test."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from devstack.issuer.app import JWKS
from devstack.issuer.key import ensure_key
from devstack.kafka import Kafka, recreate_topics
from devstack.ports import HOST, free_port
from devstack.postgres import Postgres
from devstack.process import Process
from devstack.readiness import port_answers, until_ready
from tests.running.callers import Callers
from tests.running.crew import Crew
from tests.running.databases import fresh_databases


@dataclass(frozen=True)
class RunningIssuer:
    """The embedded issuer as a process: its key, and where it publishes the public half."""

    key: ECKey
    jwks_url: str


@pytest.fixture(scope="session")
def running_issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningIssuer]:
    """One for all tests."""
    folder, port = tmp_path_factory.mktemp("issuer"), free_port()
    key = ensure_key(folder / "key.json")
    command = [sys.executable, "-m", "devstack.issuer", str(folder / "key.json"), str(port)]
    process = Process("issuer", command, folder / "issuer.log", patience=5)
    process.start()
    try:
        _run(until_ready("issuer", lambda: port_answers(HOST, port), within=60, process=process))
        yield RunningIssuer(key, f"http://{HOST}:{port}{JWKS}")
    finally:
        _run(process.kill())


MakeCrew = Callable[..., Awaitable[Crew]]


@pytest.fixture
async def make_crew(
    tmp_path: Path, postgres: Postgres, running_issuer: RunningIssuer
) -> AsyncIterator[MakeCrew]:
    """Makes crews, not started yet, on a broker; whatever they started is ended with the test."""
    crews: list[Crew] = []
    async with AsyncExitStack() as stack:

        async def make(kafka: Kafka, **settings: str) -> Crew:
            databases = await stack.enter_async_context(fresh_databases(postgres.url))
            told = {f"TOUCHLINE_{name.upper()}": value for name, value in settings.items()}
            folder = tmp_path / f"crew-{len(crews)}"
            crews.append(Crew(folder, kafka, running_issuer.jwks_url, databases, told))
            folder.mkdir()
            return crews[-1]

        try:
            yield make
        finally:
            for crew in crews:
                await crew.kill()


@pytest.fixture
async def broker(kafka: Kafka) -> Kafka:
    """The session's broker, with empty topics."""
    await recreate_topics(kafka.bootstrap)
    return kafka


@pytest.fixture
async def crew(make_crew: MakeCrew, broker: Kafka) -> Crew:
    """A crew, not started yet."""
    return await make_crew(broker)


@pytest.fixture
async def make_callers(running_issuer: RunningIssuer) -> AsyncIterator[Callable[[Crew], Callers]]:
    """Signs people in at a crew's gateway."""
    made: list[Callers] = []

    def make(crew: Crew) -> Callers:
        made.append(Callers(crew.gateway, running_issuer.key))
        return made[-1]

    yield make
    for one in made:
        await one.aclose()


def _run(work: Awaitable[None]) -> None:
    async def run() -> None:
        await work

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, run()).result()
