"""What a service tells of itself: metrics are asked for every few seconds, so they count no table's rows."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
from fastapi import FastAPI

from touchline_runtime import stops
from touchline_runtime.health import Health
from touchline_runtime.transaction import Database

UNCOUNTABLE = {"notes": "select 1 / 0"}


async def test_metrics_are_measured_without_counting_while_the_status_counts(database: Database) -> None:
    app = FastAPI()
    Health("notebook", frozenset({"api"}), UNCOUNTABLE, database).install(app)
    async with database.reading() as conn:
        await stops.stop(conn, "notebook", "when_note_written_praise", "a test", datetime.now(UTC))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notebook") as client:
        assert "touchline_subscriptions_stopped 1.0" in (await client.get("/metrics")).text
        assert (await client.get("/health/status")).status_code == 503
