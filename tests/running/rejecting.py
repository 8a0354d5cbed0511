"""A skill that a manager rejected for somebody, and proof that it is never proposed to them again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from devstack.kafka import Kafka
from tests.running.callers import Callers
from tests.running.company import a_closed_task, numbered, people
from tests.running.crew import GATEWAY, Crew
from tests.running.settled import eventually, until_settled
from tests.running.topics import Published, Publisher, read_all
from touchline_contracts.directory import PersonChanged
from touchline_contracts.event import Event
from touchline_contracts.recommender import SkillPredicted

SERVICES = ("skills", "recommender")
REJECTED = "coach"
"""For whom the skill was rejected."""
NETWORKS = "networks"
NEWCOMERS = tuple(f"newcomer-{n}" for n in range(12))
"""Each shows, by the same work, that the skill is still proposed to others."""
CASES = 4


class Rejection:
    """Skills and recommender with people, of whom the coach was rejected the skill."""

    def __init__(self, crew: Crew, callers: Callers, publisher: Publisher, checkpoints: Path) -> None:
        self.crew = crew
        self.publisher = publisher
        self.admin, self.manager = callers.as_("admin"), callers.as_("manager")
        self.checkpoints = checkpoints
        self._newcomers = list(NEWCOMERS)
        self._turns = 0
        self.told: list[str] = []

    @property
    def kafka(self) -> Kafka:
        """The broker."""
        return self.crew.kafka

    async def settled(self) -> None:
        """Waits until nothing is under way in the services that run."""
        await until_settled(self.kafka, {name: self.crew.databases[name] for name in SERVICES})

    async def start_recommender(self, name: str = "recommender") -> None:
        """Starts it, or a further one, with the folder of checkpoints."""
        self.crew.start(name, checkpoint_folder=str(self.checkpoints))
        await self.crew.until_ready(name)

    async def set_up(self) -> None:
        """Work that shows the skill, its proposal, and the manager who rejects it."""
        await self.crew.start_all("skills", GATEWAY)
        await self.start_recommender()
        await self._publish(*people(), *(PersonChanged(id=one, revision=1, name=one) for one in NEWCOMERS))
        await self.admin.post("/skills/skills", name="Networks")
        await self._work(NETWORKS, REJECTED)
        await eventually(self._requested)
        (proposal,) = await self._requested()
        await self.manager.post(f"/skills/proposals/{proposal['id']}/reject")
        await self.settled()
        self.told = [one.event_id for one in await self.predictions(REJECTED)]
        assert len(self.told) == 1

    async def holds(self, tag: str = NETWORKS) -> None:
        """More such work by the coach leads to nothing, and by a newcomer to a proposal."""
        newcomer = self._newcomers.pop()
        await self._work(tag, newcomer)
        await self._work(tag, REJECTED)
        await eventually(lambda: self.predictions(newcomer))
        await self.settled()
        assert [one.event_id for one in await self.predictions(REJECTED)] == self.told
        proposals = await self.admin.items("/skills/proposals", person=REJECTED)
        assert [proposal["state"] for proposal in proposals] == ["rejected"]

    async def predictions(self, person: str) -> list[Published]:
        """What was predicted for a person, as it was published."""
        found = await read_all(self.kafka, SkillPredicted.TOPIC)
        return [one for one in found if one.type == SkillPredicted.TYPE and one.fields["person_id"] == person]

    async def _requested(self) -> list[dict[str, Any]]:
        return await self.manager.items("/skills/proposals", state="requested", person=REJECTED)

    async def _work(self, tag: str, agent: str) -> None:
        self._turns += 1
        name = f"turn-{self._turns}"
        cases = (a_closed_task(f"{name}-{n}", agent_id=agent, skills=[tag]) for n in range(CASES))
        await self._publish(*cases)

    async def _publish(self, *events: Event) -> None:
        self._turns += 1
        await self.publisher.events(numbered(events, f"told-{self._turns}"))
        await self.settled()
