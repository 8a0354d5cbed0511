"""What a service says about itself: alive, ready, its figures, and metrics for Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypedDict

import structlog
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from touchline_runtime import metrics, outbox, quarantine, stops
from touchline_runtime.errors import Unavailable
from touchline_runtime.failures import explain
from touchline_runtime.http.documents import respond
from touchline_runtime.transaction import Connection, Database
from touchline_runtime.workers import Workers

log = structlog.get_logger(__name__)
ALIVE = "SELECT 1"
_PATIENCE = 3.0


class Measured(TypedDict):
    """What stands in the way: ``outbox`` counts events not published yet, ``stopped`` are subscriptions."""

    outbox: int
    quarantine: int
    parked: int
    stopped: list[str]


class Status(Measured):
    """A service's figures. ``lag`` counts events not read yet."""

    service: str
    roles: list[str]
    lag: int
    counts: dict[str, int]


class Health:
    """Looks at the parts of one process. ``counts`` are statements by label; ``stopping`` says so."""

    def __init__(
        self, name: str, roles: frozenset[str], counts: Mapping[str, str], database: Database
    ) -> None:
        self._name = name
        self._roles = sorted(roles)
        self._counts = counts
        self._database = database
        self.workers: Workers | None = None
        self.stopping = False

    async def not_ready_because(self) -> list[str]:
        """Why this process should get no requests; empty when it should."""
        reasons = ["stopping"] if self.stopping else []
        try:
            async with asyncio.timeout(_PATIENCE), self._database.reading() as conn:
                await conn.fetchval(ALIVE)
        except Exception as error:
            reasons.append(f"the database does not answer ({explain(error)})")
        return reasons + (self.workers.not_ready_because() if self.workers else [])

    async def status(self) -> Status:
        """The figures. Raises whatever the database raises."""
        async with asyncio.timeout(10 * _PATIENCE), self._database.reading() as conn:
            measured = await _measure(conn)
            counts = {label: int(await conn.fetchval(sql) or 0) for label, sql in self._counts.items()}
        return Status(service=self._name, roles=self._roles, lag=self._lag(), counts=counts, **measured)

    async def measure(self) -> None:
        """Sets what metrics tell, without counting: that reads whole tables. Raises as ``status`` does."""
        async with asyncio.timeout(_PATIENCE), self._database.reading() as conn:
            await _measure(conn)
        self._lag()

    def _lag(self) -> int:
        return self.workers.lag() if self.workers else 0

    def install(self, app: FastAPI) -> None:
        """Adds /health/live, /health/ready, /health/status and /metrics, open to whoever reaches the port."""

        async def live() -> dict[str, str]:
            return {"service": self._name, "state": "alive"}

        async def ready() -> Response:
            reasons = await self.not_ready_because()
            return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)

        async def status() -> Response:
            try:
                return JSONResponse(await self.status())
            except Exception as error:
                log.warning("status_unknown", reason=explain(error))
                return respond(Unavailable("The database does not answer, so the figures are not known."))

        async def measured() -> Response:
            try:
                await self.measure()
            except Exception as error:
                log.warning("status_unknown", reason=explain(error))
            return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

        for path, answer in (
            ("/health/live", live),
            ("/health/ready", ready),
            ("/health/status", status),
            ("/metrics", measured),
        ):
            app.add_api_route(path, answer, include_in_schema=False)


async def _measure(conn: Connection) -> Measured:
    waiting = await _outbox(conn)
    quarantined, parked = await quarantine.counts(conn)
    stopped = [row["subscription"] for row in await stops.stopped(conn)]
    metrics.QUARANTINE_OPEN.set(quarantined)
    metrics.PARKED.set(parked)
    metrics.STOPPED.set(len(stopped))
    return Measured(outbox=waiting, quarantine=quarantined, parked=parked, stopped=stopped)


async def _outbox(conn: Connection) -> int:
    row = await conn.fetchrow(outbox.WAITING)
    count, oldest = (int(row["count"]), row["min"]) if row else (0, None)
    metrics.OUTBOX_WAITING.set(count)
    metrics.OUTBOX_AGE.set((datetime.now(UTC) - oldest).total_seconds() if oldest else 0)
    return count
