"""A person of whom skills are proposed, and what may be done about it, one step after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from tests.integration.skills.proposing import predict
from touchline_runtime.clock import FixedClock
from touchline_runtime.transaction import Database

KNOWN = ("refunds", "billing")
NAMES = (*KNOWN, "claims")
"""The last one is predicted before the catalogue knows it."""


@dataclass
class Story:
    """A person, skills of their own, and what was done so far."""

    number: int
    database: Database
    admin: httpx.AsyncClient
    clock: FixedClock
    predicted: int = 0

    @property
    def person(self) -> str:
        """The person's id."""
        return f"learner-{self.number}"

    async def begin(self) -> None:
        """Lets there be the person and the skills."""
        await self.database.pool.execute(
            "INSERT INTO person (id, name, active, time_zone, revision) VALUES ($1, $1, true, 'UTC', 1)",
            self.person,
        )
        for name in KNOWN:
            await self.define(name)

    async def take(self, step: tuple[Any, ...]) -> None:
        """Does it, and checks what holds after anything."""
        does, *rest = step
        await getattr(self, does)(*rest)
        waiting = await self.skills_in("requested")
        rejected = await self.skills_in("rejected")
        assert not waiting.keys() & rejected.keys(), step
        assert all(times == 1 for times in waiting.values()), step

    async def predict(self, name: str) -> None:
        """Predicts it: proposed if it is worth it, ignored with the reason if not."""
        skill = await self.today(self.own(name))
        barred = {
            "rejected": await self.skills_in("rejected"),
            "held": await self.held(),
            "pending": await self.skills_in("requested"),
        }
        reasons = [reason for reason, skills in barred.items() if skill in skills]
        self.predicted += 1
        number = self.number * 1_000 + self.predicted
        skill_id, explanation = self.own(name), str(self.predicted)
        await predict(
            self.database, number, person_id=self.person, skill_id=skill_id, explanation=explanation
        )
        ignored = await self.items("/ignored-predictions", person=self.person)
        if reasons:
            assert ignored[0]["prediction_id"] == f"prediction-{number}"
            assert ignored[0]["reason"] == reasons[0]
        elif not ignored or ignored[0]["prediction_id"] != f"prediction-{number}":
            assert skill in await self.skills_in("requested")

    async def decide(self, decision: str, place: int) -> None:
        """Decides about one of the proposals, whatever state it is in."""
        proposals = await self.proposals()
        if place < len(proposals):
            answer = await self.admin.post(f"/proposals/{proposals[place]['id']}/{decision}", json={})
            assert answer.status_code in (200, 409), answer.text

    async def decide_all(self, decision: str) -> None:
        """Decides about all of them together."""
        if ids := [proposal["id"] for proposal in await self.proposals()]:
            assert (await self.admin.post(f"/proposals/{decision}", json={"ids": ids})).status_code == 200

    async def give(self, name: str) -> None:
        """Gives it by hand."""
        answer = await self.admin.post(f"/persons/{self.person}/skills", json={"skill_id": self.own(name)})
        assert answer.status_code in (200, 422), answer.text

    async def remove(self, name: str) -> None:
        """Takes it away."""
        path = f"/persons/{self.person}/skills/{self.own(name)}/remove"
        assert (await self.admin.post(path, json={"reason": "moved on"})).status_code in (204, 409)

    async def merge(self, name: str, into: str) -> None:
        """Merges two, by any of their ids."""
        answer = await self.admin.post(f"/skills/{self.own(name)}/merge", json={"into": self.own(into)})
        assert answer.status_code in (200, 404, 409, 422), answer.text

    async def rename(self, name: str, to: str) -> None:
        """Calls it by another name, and so finds it by another id where that is free."""
        answer = await self.admin.patch(f"/skills/{self.own(name)}", json={"name": self.own(to)})
        assert answer.status_code in (200, 409), answer.text

    async def define(self, name: str) -> None:
        """Adds it to the catalogue, unless it is there."""
        answer = await self.admin.post("/skills", json={"name": self.own(name)})
        assert answer.status_code in (201, 409), answer.text

    async def retire(self, name: str) -> None:
        """Has it given to nobody any more."""
        assert (await self.admin.post(f"/skills/{self.own(name)}/retire")).is_success

    async def restore(self, name: str) -> None:
        """Has it given again."""
        assert (await self.admin.post(f"/skills/{self.own(name)}/restore")).is_success

    async def wait(self) -> None:
        """Lets six minutes pass."""
        self.clock.advance(timedelta(minutes=6))

    async def proposals(self) -> list[dict[str, Any]]:
        """All of the person's, in the order in which they were predicted."""
        found = await self.items("/proposals", person=self.person)
        return sorted(found, key=lambda one: int(one["explanation"]))

    async def skills_in(self, state: str) -> Counter[str]:
        """The skills, by the ids of today, of the proposals in a state."""
        found = [one["skill_id"] for one in await self.proposals() if one["state"] == state]
        return Counter([await self.today(skill) for skill in found])

    async def held(self) -> set[str]:
        """The skills that the person holds."""
        return {item["skill_id"] for item in await self.items(f"/persons/{self.person}/skills")}

    async def today(self, skill_id: str) -> str:
        """The id that a skill has today; its own while the catalogue does not know it."""
        answer = await self.admin.get(f"/skills/{skill_id}")
        return answer.json()["id"] if answer.is_success else skill_id

    async def items(self, path: str, **asked: str) -> list[dict[str, Any]]:
        """The first 200 of a list."""
        answer = await self.admin.get(path, params={**asked, "limit": 200})
        assert answer.is_success, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def own(self, name: str) -> str:
        """The id of this story's skill."""
        return f"{name}-{self.number}"
