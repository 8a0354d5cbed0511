"""Promise 13: one owner of signals; a stop finishes what is at work and drains the outbox; roles split."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import pytest

from devstack.kafka import Kafka
from tests.integration.runtime.running import Running, running

NOWHERE = "127.0.0.1:1"


async def in_outbox(url: str) -> int:
    """How many events wait to be published."""
    conn = await asyncpg.connect(url)
    try:
        return int(await conn.fetchval("SELECT count(*) FROM outbox"))
    finally:
        await conn.close()


async def applications(url: str) -> set[str]:
    """Who is connected: api, worker and relay have connections of their own."""
    conn = await asyncpg.connect(url)
    try:
        rows = await conn.fetch("SELECT DISTINCT application_name FROM pg_stat_activity")
        return {row[0] for row in rows}
    finally:
        await conn.close()


async def is_drained(url: str) -> bool:
    """Whether nothing waits to be published."""
    return await in_outbox(url) == 0


async def write_notes(service: Running, count: int) -> None:
    """Writes notes, each of which emits an event."""
    async with service.client() as client:
        for number in range(count):
            assert (await client.post("/notes", json={"text": str(number)})).status_code == 201


async def until_ready(service: Running) -> None:
    """Waits until the service says that it is ready."""
    async with service.client() as client:

        async def is_ready() -> bool:
            return (await client.get("/health/ready")).is_success

        await eventually(is_ready)


async def eventually(check: Callable[[], Awaitable[bool]]) -> None:
    """Waits until ``check`` holds."""
    async with asyncio.timeout(60):
        while not await check():  # noqa: ASYNC110  # the other side is another process
            await asyncio.sleep(0.1)


def broker(kafka: Kafka) -> dict[str, str]:
    """The settings that depend on the kind of broker."""
    return {"kafka_idempotence": str(kafka.idempotent)}


@pytest.mark.kafka
async def test_a_stop_finishes_requests_and_drains_the_outbox(empty_database: str, kafka: Kafka) -> None:
    async with running(empty_database, kafka.bootstrap, **broker(kafka)) as service:
        await service.until_logged("listening")
        await until_ready(service)
        await write_notes(service, 20)
        assert await applications(empty_database) >= {
            f"touchline-notebook-{n}" for n in ("api", "worker", "relay")
        }
        async with service.client() as client:
            slow = asyncio.ensure_future(client.post("/notes", json={"text": "slow"}))
            await asyncio.sleep(0.1)
            assert await service.stop() == 0
            assert (await slow).status_code == 201
        assert await in_outbox(empty_database) == 0
        assert [line["failed"] for line in service.log if line["event"] == "stopped"] == [False]


@pytest.mark.kafka
async def test_roles_run_apart_api_writes_and_relay_publishes(empty_database: str, kafka: Kafka) -> None:
    async with running(empty_database, kafka.bootstrap, **broker(kafka), roles="api") as api:
        await api.until_logged("listening")
        await until_ready(api)
        await write_notes(api, 3)
        async with api.client() as client:
            status = (await client.get("/health/status")).json()
        assert (status["roles"], status["outbox"], status["counts"]) == (["api"], 3, {"notes": 3})
        async with running(empty_database, kafka.bootstrap, **broker(kafka), roles="relay") as relay:
            await relay.until_logged("listening")
            await eventually(lambda: is_drained(empty_database))
            async with relay.client() as client:
                assert (await client.get("/notes")).status_code == 404
            assert await relay.stop() == 0
        assert await api.stop() == 0


async def test_without_a_broker_it_serves_and_says_so_and_loses_nothing_when_stopped(
    empty_database: str,
) -> None:
    async with running(empty_database, NOWHERE, drain_seconds="1") as service:
        await service.until_logged("listening")
        await write_notes(service, 2)
        async with service.client() as client:
            ready = await client.get("/health/ready")
            assert (ready.status_code, ready.json()["reasons"]) == (503, ["waiting for the broker"])
            assert (await client.get("/health/live")).status_code == 200
        assert await service.stop() == 0
        assert await in_outbox(empty_database) == 2


async def test_without_a_database_it_waits_and_can_be_stopped(empty_database: str) -> None:
    async with running("postgresql://u:p@127.0.0.1:1/none", NOWHERE) as service:
        await service.until_logged("starting")
        await service.until_logged("stamina.retry_scheduled")
        assert await service.stop() == 0


async def test_a_part_that_fails_ends_the_process_with_code_1(empty_database: str) -> None:
    async with running(empty_database, NOWHERE, drain_seconds="1") as first:
        await first.until_logged("listening")
        async with running(empty_database, NOWHERE, http_port=str(first.port), drain_seconds="1") as second:
            assert await asyncio.wait_for(second.process.wait(), 30) == 1
            await second.until_logged("part_failed")


async def test_metrics_are_there_for_prometheus(empty_database: str) -> None:
    async with running(empty_database, NOWHERE, drain_seconds="1") as service:
        await service.until_logged("listening")
        await write_notes(service, 1)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.port}") as anonymous:
            text = (await anonymous.get("/metrics")).text
    assert "touchline_outbox_events 1.0" in text
    assert 'touchline_http_request_seconds_count{method="POST",route="/notes",status="201"} 1.0' in text
    assert "touchline_quarantine_open_events 0.0" in text
