"""Two teams with work and with skills for a part of it, for tests of what is held against what is needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx

from skills.subscriptions import SUBSCRIPTIONS
from skills.tasks.when_task_changes_keep_its_skills import when_task_changes_keep_its_skills
from touchline_runtime import directory
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_task_opened, a_team
from touchline_runtime.transaction import Database

KEEP = next(one for one in SUBSCRIPTIONS if one.react is when_task_changes_keep_its_skills)
DIRECTORY = directory.SUBSCRIPTIONS[0]
RECENT = {"opened_at": datetime.now(UTC) - timedelta(days=3)}
MEMBERS = ("agent", "ana", "ben", "gone")


async def settle(database: Database, admin: httpx.AsyncClient) -> None:
    """Payments: the agent and Ana hold refunds, Ben cards, a part of refunds, and one who left typing."""
    await react(
        database,
        DIRECTORY,
        *(a_person(id, name=id.title()) for id in MEMBERS),
        a_team(member_ids=MEMBERS, revision=2),
        a_team("night", manager_id="manager", coach_ids=(), member_ids=()),
    )
    for name, parent in (("Refunds", None), ("Cards", "refunds"), ("Typing", None), ("Law", None)):
        await admin.post("/skills", json={"name": name, "parent_id": parent})
    for person, skill in (("agent", "refunds"), ("ana", "refunds"), ("ben", "cards"), ("gone", "typing")):
        given = await admin.post(f"/persons/{person}/skills", json={"skill_id": skill})
        assert given.is_success, given.text
    await react(database, DIRECTORY, a_person("gone", active=False, revision=2))


async def work(database: Database, *skills: str, team: str = "payments", first: int = 1) -> None:
    """A task for each of the skills."""
    tasks = (
        a_task_opened(number=f"{team} {number}", skills=(skill,), team_id=team, **RECENT)
        for number, skill in enumerate(skills, first)
    )
    await react(database, KEEP, *tasks)
