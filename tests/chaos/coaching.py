"""A manager who keeps completing assessments over HTTP while everything around falls over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.running.callers import BUSY, Caller

COURSE = "course-of-all"
AWARDED = "patience"


async def set_up(admin: Caller) -> None:
    """Defines the skill and the course that completed assessments give."""
    await admin.post("/skills/skills", name=AWARDED)
    course = {"id": COURSE, "title": "How to be on time", "source": "free_form", "text": "Start early."}
    await admin.post("/learning/courses", **course)


class BusyManager:
    """``completed`` are the ids of assessments that the coaching service said are complete."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.completed: set[str] = set()

    @asynccontextmanager
    async def working(self, most: int = 150) -> AsyncIterator[None]:
        """Completes open assessments, at most so many, until the block ends."""
        stop = asyncio.Event()
        work = asyncio.create_task(self._work(stop, most))
        try:
            yield
        finally:
            stop.set()
            await work

    async def complete_for_all(self) -> None:
        """Completes one assessment of each trainee that has an open one."""
        for id in {item["trainee_id"]: item["id"] for item in await self._open()}.values():
            await self._complete(id)

    async def _work(self, stop: asyncio.Event, most: int) -> None:
        while not stop.is_set():
            for item in (await self._open())[:5]:
                if len(self.completed) < most and not stop.is_set():
                    await self._complete(item["id"])
            await asyncio.sleep(0.5)

    async def _open(self) -> list[dict[str, str]]:
        try:
            response = await self._caller.client.get("/api/coaching/assessments?state=open")
        except httpx.TransportError:
            return []
        if response.status_code in BUSY or response.status_code >= 500:
            return []
        assert response.is_success, response.text
        found: list[dict[str, str]] = response.json()["items"]
        return found

    async def _complete(self, id: str) -> None:
        """Insists until it is known to be done: once, however often it had to be asked.

        The skill is left out where the trainee is known to hold it by then.
        """
        path, outcome = f"/coaching/assessments/{id}/complete", {"training": [COURSE], "rating": "good"}
        response = await self._caller.insist(path, skills_to_add=[{"skill_id": AWARDED}], **outcome)
        if response.status_code == 422 and response.json()["type"] == "/problems/skill-already-held":
            response = await self._caller.insist(path, **outcome)
        assert response.status_code == 200, response.text
        self.completed.add(id)
