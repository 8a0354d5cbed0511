"""The steps of the journey, each done by the person whose step it is."""

from __future__ import annotations

from typing import Any

from tests.running.callers import Callers
from tests.running.company import a_closed_task, numbered, people
from tests.running.crew import Crew
from tests.running.settled import eventually, until_settled
from tests.running.topics import Publisher
from touchline_contracts.event import Event

REFUNDS, SIGNING_IN, NETWORKS = "refunds", "signing-in", "networks"
Item = dict[str, Any]


class Journey:
    """A crew with its people, and what they have made so far."""

    def __init__(self, crew: Crew, callers: Callers, publisher: Publisher) -> None:
        self.crew = crew
        self.publisher = publisher
        self.admin, self.manager = callers.as_("admin"), callers.as_("manager")
        self.coach, self.agent = callers.as_("coach"), callers.as_("agent")
        self.course_id = ""
        self.opportunity_id = ""
        self.published: list[tuple[str, Event]] = []

    async def publish(self, name: str, *events: Event) -> None:
        """Publishes events and waits until all that follows from them is done."""
        pairs = numbered(events, name)
        self.published += pairs
        await self.publisher.events(pairs)
        await self.settled()

    async def settled(self) -> None:
        """Waits until nothing is under way."""
        await until_settled(self.crew.kafka, self.crew.databases)

    async def tell_the_directory(self) -> None:
        """The directory publishes persons and teams."""
        await self.publish("directory", *people())

    async def set_up(self) -> None:
        """Administrators define levels, skills, a survey, an opportunity and a course."""
        levels = [{"value": n, "name": name} for n, name in enumerate(("Novice", "Adept", "Expert"), 1)]
        await self.admin.post("/skills/level-types", id="three", name="Three steps", levels=levels)
        for name in ("Refunds", "Signing in", "Networks"):
            await self.admin.post("/skills/skills", name=name, level_type_id="three")
        await self.settled()
        questions = [
            {"id": "kind", "text": "Was it kind?", "weight": 1},
            {"id": "right", "text": "Was it right?", "weight": 3},
        ]
        survey = await self.admin.post("/coaching/surveys", name="Quality", questions=questions)
        opportunity = await self.admin.post(
            "/coaching/opportunities",
            name="Critical work too late",
            event_types=["task.closed"],
            condition='sla_breached && priority.contains("Critical")',
            survey_id=survey["id"],
            coach_weekly_capacity=None,
        )
        course = await self.admin.post(
            "/learning/courses",
            title="Signing in, from the ground up",
            source="free_form",
            text="Ask for the error first.",
            skills=[{"skill_id": SIGNING_IN}],
        )
        self.opportunity_id, self.course_id = opportunity["id"], course["id"]

    async def assessment_of(self, number: str) -> Item:
        """The one assessment of a task by our opportunity, as the manager sees it."""
        found = await self.manager.items(
            "/coaching/assessments", task=number, opportunity=self.opportunity_id
        )
        assert len(found) == 1, found
        return found[0]

    async def late_work(self, number: str) -> Item:
        """The agent's critical case missed its service level: an assessment opens."""
        late = a_closed_task(number, priority="1 - Critical", sla_breached=True)
        await self.publish(f"late-{number}", late)
        return await self.assessment_of(number)

    async def score(self, assessment: Item) -> Item:
        """The manager takes the survey: 1 × (5 - 1) / 4 and 3 × (3 - 1) / 4 make 62.5 of 100."""
        path = f"/coaching/assessments/{assessment['id']}/survey"
        return await self.manager.post(path, taken_by="coach", answers={"kind": 5, "right": 3})

    async def complete(self, assessment: Item) -> Item:
        """The manager adds a skill, assigns the course and closes the assessment."""
        done = await self.manager.post(
            f"/coaching/assessments/{assessment['id']}/complete",
            skills_to_add=[{"skill_id": REFUNDS, "level": 2}],
            training=[self.course_id],
        )
        await self.settled()
        return done

    async def held(self, person: str = "agent") -> dict[str, Item]:
        """What a person holds, by skill."""
        found = await self.manager.items(f"/skills/persons/{person}/skills")
        return {item["skill_id"]: item for item in found}

    async def finish_the_course(self) -> Item:
        """The agent finds the learning task and completes it."""
        (task,) = await self.agent.items("/learning/tasks", state="assigned")
        await self.agent.post(f"/learning/tasks/{task['id']}/complete")
        await self.settled()
        return task

    async def resolve_tagged(self, skill: str, agent: str, count: int = 4) -> None:
        """Somebody resolves cases that are tagged with a skill."""
        tagged = (
            a_closed_task(f"{skill}-{agent}-{n}", agent_id=agent, skills=[skill], category=skill)
            for n in range(count)
        )
        await self.publish(f"tagged-{skill}-{agent}", *tagged)

    async def proposal(self, skill: str, person: str, state: str = "requested") -> Item:
        """The proposal of a skill for a person, once the recommender has made it."""
        await eventually(lambda: self._proposals(skill, person, state))
        (found,) = await self._proposals(skill, person, state)
        return found

    async def _proposals(self, skill: str, person: str, state: str) -> list[Item]:
        found = await self.manager.items("/skills/proposals", state=state, person=person)
        return [item for item in found if item["skill_id"] == skill]
