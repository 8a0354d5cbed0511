"""Managers, administrators, events and schedules meet at random: afterwards everything tells the same."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest

from skills.holdings.expiry.expire_skills import expire_skills
from skills.holdings.proposals.when_skill_predicted_open_proposals import when_skill_predicted_open_proposals
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_contracts.skills import HeldSkillEvent, PersonSkillEvent, SkillExpired, SkillRemoved
from touchline_runtime.clock import FixedClock
from touchline_runtime.ids import new_id
from touchline_runtime.schedule import Schedule, run_once
from touchline_runtime.testing import NOW, outbox_of, react
from touchline_runtime.testing.events import a_skill_predicted, an_assessment_completed
from touchline_runtime.transaction import Database

SKILLS = ("refunds", "billing", "claims")
PEOPLE = ("agent", "coach", "other")
EXPIRING = Schedule("expire_skills", timedelta(seconds=1), expire_skills)
SOON = (NOW + timedelta(seconds=1)).isoformat()
HOWS = ("approve", "reject", "undo", "lift", "comments")


async def predict(database: Database, person: str, skill: str) -> None:
    event = a_skill_predicted(prediction_id=new_id(), person_id=person, skill_id=skill)
    await react(database, when_skill_predicted_open_proposals, event)


@pytest.fixture(autouse=True)
async def begun(admin: httpx.AsyncClient, database: Database, clock: FixedClock) -> None:
    """Everybody has each skill proposed, and holds the last one until a moment ago."""
    levels = [{"value": n, "name": f"Step {n}"} for n in (1, 2, 3)]
    await admin.post("/level-types", json={"name": "Steps", "levels": levels})
    for skill in SKILLS:
        await admin.post("/skills", json={"name": skill, "level_type_id": "steps"})
    for person in PEOPLE:
        for skill in SKILLS:
            await predict(database, person, skill)
        held = {"skill_id": SKILLS[-1], "level": 3, "valid_until": SOON}
        assert (await admin.post(f"/persons/{person}/skills", json=held)).is_success
    clock.advance(timedelta(seconds=2))


def something(
    random: Random, admin: httpx.AsyncClient, database: Database, proposals: list[str]
) -> Awaitable[Any]:
    """What somebody does."""
    skill, into, person = random.choice(SKILLS), random.choice(SKILLS), random.choice(PEOPLE)
    level = random.choice((1, 2, 3))
    match random.randrange(12):
        case 0 | 1 | 2 | 3:
            path = f"/proposals/{random.choice(proposals)}/{random.choice(HOWS)}"
            return admin.post(path, json={"comment": "So be it."})
        case 4:
            many = {"ids": random.sample(proposals, 4)}
            return admin.post(f"/proposals/{random.choice(('approve', 'reject'))}", json=many)
        case 5:
            return admin.post(f"/persons/{person}/skills", json={"skill_id": skill, "level": level})
        case 6:
            return admin.post(f"/persons/{person}/skills/{skill}/remove", json={"reason": "Moved on."})
        case 7:
            return admin.post(f"/skills/{skill}/move-holders", json={"into": into, "limit": 2})
        case 8:
            return admin.post(f"/skills/{skill}/{random.choice(('retire', 'restore', 'restore'))}")
        case 9:
            return predict(database, person, skill)
        case 10:
            return run_once(EXPIRING, database)
    given = [{"skill_id": skill, "level": level}]
    award = an_assessment_completed(assessment_id=new_id(), trainee_id=person, skills=given)
    return react(database, when_assessment_completed_grant_skills, award)


async def ids_of_today(admin: httpx.AsyncClient) -> dict[str, str]:
    return {skill: (await admin.get(f"/skills/{skill}")).json()["id"] for skill in SKILLS}


@pytest.mark.parametrize("seed", range(12))
async def test_afterwards_state_ledger_proposals_and_events_tell_the_same(
    seed: int, database: Database, admin: httpx.AsyncClient
) -> None:
    random = Random(seed)
    proposals = [item["id"] for item in (await admin.get("/proposals")).json()["items"]]
    skill, into = random.sample(SKILLS, 2)
    for number in range(3):
        doing = [something(random, admin, database, proposals) for _ in range(14)]
        if number == seed % 3:
            doing.insert(random.randrange(14), admin.post(f"/skills/{skill}/merge", json={"into": into}))
        done = await asyncio.gather(*doing)
        answers = [one for one in done if isinstance(one, httpx.Response)]
        assert {one.status_code for one in answers} <= {200, 201, 204, 409, 422}
    await run_once(EXPIRING, database)
    assert (await admin.get("/ledger/differences")).json()["items"] == []

    today = await ids_of_today(admin)
    found = defaultdict[tuple[str, str], list[str]](list)
    for item in (await admin.get("/proposals", params={"limit": 200})).json()["items"]:
        found[item["person_id"], today[item["skill_id"]]].append(item["state"])
    for states in found.values():
        assert Counter(states)["requested"] <= 1
        assert not {"requested", "rejected"} <= set(states)

    revisions, held = defaultdict[str, list[int]](list), defaultdict[str, dict[str, int]](dict)
    for event in await outbox_of(database):
        if isinstance(event, PersonSkillEvent):
            revisions[event.person_id].append(event.revision)
            if isinstance(event, HeldSkillEvent):
                held[event.person_id][event.skill_id] = event.level
            elif isinstance(event, SkillRemoved | SkillExpired):
                del held[event.person_id][event.skill_id]
    for person in PEOPLE:
        assert revisions[person] == list(range(1, len(revisions[person]) + 1))
        items = (await admin.get(f"/persons/{person}/skills")).json()["items"]
        assert {item["skill_id"]: item["level"] for item in items} == held[person]
