"""The demo's coaches at work: they take surveys, comment, assign courses and close assessments."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from devstack.demo.vocabulary import read
from touchline_contracts.event import skill_id_of

AT_ONCE = 8
OLDER = timedelta(days=5)
SHARE_OF_OLDER, SHARE_OF_RECENT = 0.85, 0.15
"""Work that was done longer ago has mostly been looked at; the rest waits in the queues."""

Item = dict[str, Any]
SignIn = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Practice:
    """``sign_in`` gives the headers with which a person calls; ``coaching`` is signed in as an admin."""

    coaching: httpx.AsyncClient
    sign_in: SignIn
    seed: int
    until: datetime

    async def work(self) -> int:
        """Coaches what is open, as far as the demo's story wants. Returns how many were closed.

        What is done is drawn by task and opportunity, so a repeat finds nothing more to do.
        """
        surveys = {item["id"]: item["questions"] for item in await self._all("/surveys")}
        since = (self.until - OLDER).isoformat()
        chosen = [
            (each, rng)
            for share, filters in (
                (SHARE_OF_OLDER, {"task_done_before": since}),
                (SHARE_OF_RECENT, {"task_done_since": since}),
            )
            for each in await self._all("/assessments", active="true", **filters)
            if (rng := self._rng(each)).random() < share and each["coach_id"] is not None
        ]
        gate = asyncio.Semaphore(AT_ONCE)

        async def coach(assessment: Item, rng: random.Random) -> None:
            async with gate:
                await self._coach(assessment, surveys, rng)

        await asyncio.gather(*(coach(*each) for each in chosen))
        return len(chosen)

    def _rng(self, assessment: Item) -> random.Random:
        return random.Random(f"{self.seed}:{assessment['task_number']}:{assessment['opportunity_id']}")

    async def _all(self, path: str, **query: str) -> list[Item]:
        found: list[Item] = []
        place: dict[str, str] = {}
        while True:
            answer = await self.coaching.get(path, params={"limit": "200", **query, **place})
            answer.raise_for_status()
            page = answer.json()
            found += page["items"]
            if page["next"] is None:
                return found
            place = {"after": page["next"]}

    async def _coach(
        self, assessment: Item, surveys: Mapping[str, Sequence[Item]], rng: random.Random
    ) -> None:
        path = f"/assessments/{assessment['id']}"
        coach, trainee = self.sign_in(assessment["coach_id"]), self.sign_in(assessment["trainee_id"])
        quality = min(1.0, max(0.0, rng.gauss(0.72, 0.18)))
        if questions := surveys.get(assessment["survey_id"]):
            await self._take(path, coach, "coach", _answers(questions, quality, rng))
        if rng.random() < 0.5 and (questions := surveys.get(assessment["trainee_survey_id"])):
            await self._take(path, trainee, "trainee", _answers(questions, 0.8, rng))
        teach = quality < 0.6 and rng.random() < 0.5
        training = [skill_id_of(rng.choice(read("courses")["courses"])["title"])] if teach else []
        outcome = {"comments": rng.choice(read("coaching")["comments"]), "training": training}
        await self._post(f"{path}/complete", coach, outcome)

    async def _take(self, path: str, who: Mapping[str, str], taken_by: str, answers: Item) -> None:
        await self._post(f"{path}/survey", who, {"taken_by": taken_by, "answers": answers})

    async def _post(self, path: str, who: Mapping[str, str], body: Item) -> None:
        answer = await self.coaching.post(path, json=body, headers=dict(who))
        # somebody may have been quicker, in the page or in a run before
        if answer.status_code != httpx.codes.CONFLICT:
            answer.raise_for_status()


def _answers(questions: Sequence[Item], quality: float, rng: random.Random) -> Item:
    """A number for each scale, about as far up as the quality (0 to 1)."""
    found = {}
    for question in questions:
        reached = min(1.0, max(0.0, rng.gauss(quality, 0.15)))
        found[question["id"]] = round(question["min"] + reached * (question["max"] - question["min"]))
    return found
