"""What has to be there before the events come, so that they lead to something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from learning.courses.publish_course import PublishCourse, publish_course
from recommender.predictions import store as predictions
from skills.holdings.proposals.decide import DecideProposal
from skills.holdings.proposals.reject_proposal import reject_proposal
from tests.integration.subscriptions.story import COURSES, PERSONS, SKILLS, STRANGERS, TEAMS
from touchline_contracts.event import Event
from touchline_runtime.auth import Principal, Role
from touchline_runtime.service import Service
from touchline_runtime.testing import react
from touchline_runtime.testing.events import (
    a_learning_task_completed,
    a_person,
    a_skill_defined,
    a_skill_predicted,
    a_task_closed,
    a_task_opened,
    a_team,
    an_assessment_completed,
)
from touchline_runtime.transaction import Cause, Database

ADMIN = Principal.of("admin", *Role)
PEOPLE = (
    *(a_person(id, revision=0, manager_id=PERSONS[0]) for id in PERSONS),
    *(a_team(id, revision=0, manager_id=PERSONS[1], coach_ids=(), member_ids=PERSONS) for id in TEAMS),
)
GIVEN = "SELECT id FROM proposal WHERE state = 'requested' ORDER BY id LIMIT 1"
Preparation = Callable[[Service, Database], Awaitable[None]]


async def prepare(service: Service, database: Database) -> Database:
    """Brings a fresh database to where the story begins."""
    await _told(service, database, *PEOPLE)
    await PREPARATIONS.get(service.name, _nothing)(service, database)
    return database


async def _told(service: Service, database: Database, *events: Event) -> None:
    """Runs every subscription of the service on those of the events that it wants."""
    for one in service.subscriptions:
        wanted = [event for event in events if isinstance(event, one.events)]
        if wanted:
            await react(database, one, *wanted)


async def _nothing(service: Service, database: Database) -> None:
    """Needs nothing."""


async def _skills(service: Service, database: Database) -> None:
    """Half of the skills are defined, awards of the others wait, and one proposal was rejected."""
    await _told(service, database, a_task_opened(number="before", skills=SKILLS[:6]))
    await _told(service, database, a_skill_predicted(person_id=PERSONS[0], skill_id=SKILLS[0]))
    awards = [{"skill_id": skill} for skill in SKILLS[5:9]]
    await _told(service, database, an_assessment_completed(trainee_id=PERSONS[1], skills=awards))
    await _told(service, database, a_learning_task_completed(person_id=PERSONS[2], skills=awards))
    async with database.transaction(Cause("before", "tests")) as tx:
        proposal_id = await tx.conn.fetchval(GIVEN)
        await reject_proposal(tx, DecideProposal(by=ADMIN, id=proposal_id))


async def _learning(service: Service, database: Database) -> None:
    """Some courses are published."""
    for id in COURSES:
        async with database.transaction(Cause(id, "tests")) as tx:
            await publish_course(
                tx, PublishCourse(by=ADMIN, id=id, title=id, source="free_form", text="Read this.")
            )


async def _coaching(service: Service, database: Database) -> None:
    """Matches wait for their people, and for a team."""
    for n, agent in enumerate(STRANGERS * 3):
        slow = {"opened_at": "2026-02-01T09:00:00Z", "agent_id": agent, "number": f"before-{n}"}
        await _told(
            service, database, a_task_closed(team_id=TEAMS[0] if n < 4 else "team-nobody-knows", **slow)
        )


async def _recommender(service: Service, database: Database) -> None:
    """Some skills are known, and some predictions are open."""
    await _told(service, database, *(a_skill_defined(skill, revision=0) for skill in SKILLS[:6]))
    async with database.transaction(Cause("before", "tests")) as tx:
        for n, person in enumerate(PERSONS):
            for skill in SKILLS[n % 3 :: 3]:
                about = {"prediction_id": f"{person} {skill}", "person_id": person, "skill_id": skill}
                await predictions.add(tx.conn, a_skill_predicted(**about))


PREPARATIONS: dict[str, Preparation] = {
    "coaching": _coaching,
    "learning": _learning,
    "recommender": _recommender,
    "skills": _skills,
}
