"""Skills granted by assessments, courses and by hand."""

from __future__ import annotations

import httpx
import pytest

from skills.catalogue.when_task_names_skills_define_them import when_task_names_skills_define_them
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from skills.holdings.when_learning_task_completed_grant_skills import (
    when_learning_task_completed_grant_skills,
)
from touchline_contracts.skills import SkillAssigned, SkillLevelChanged
from touchline_runtime.testing import Api, delivered, outbox_of, react
from touchline_runtime.testing.events import a_learning_task_completed, a_task_closed, an_assessment_completed
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})


async def held(client: httpx.AsyncClient, person: str = "agent") -> dict[str, int]:
    items = (await client.get(f"/persons/{person}/skills")).json()["items"]
    return {item["skill_id"]: item["level"] for item in items}


async def ledger(client: httpx.AsyncClient, person: str = "agent") -> list[tuple[str, int, str]]:
    items = (await client.get(f"/persons/{person}/ledger")).json()["items"]
    return [(item["kind"], item["level"], item["evidence"]["kind"]) for item in items]


async def test_a_completed_assessment_awards_its_skills(
    database: Database, manager: httpx.AsyncClient
) -> None:
    (event,) = await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    assert isinstance(event, SkillAssigned)
    assert (event.level, event.level_name, event.decided_by) == (2, "Bronze", "manager")
    assert (event.evidence.kind, event.evidence.id) == ("assessment", "assessment-1")
    (skill,) = (await manager.get("/persons/agent/skills")).json()["items"]
    assert (skill["name"], skill["level"], skill["level_name"]) == ("Refunds", 2, "Bronze")
    assert skill["since"] == "2026-03-02T09:00:00Z"


async def test_a_completed_course_raises_a_level(database: Database, manager: httpx.AsyncClient) -> None:
    await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    gold = a_learning_task_completed(skills=({"skill_id": "refunds", "level": 5},))
    (event,) = await react(database, when_learning_task_completed_grant_skills, gold)
    assert isinstance(event, SkillLevelChanged)
    assert (event.revision, event.previous_level, event.level, event.evidence.kind) == (2, 2, 5, "course")
    assert await held(manager) == {"refunds": 5}
    assert await ledger(manager) == [("level_changed", 5, "course"), ("assigned", 2, "assessment")]


async def test_the_same_award_twice_leaves_one_entry_and_one_event(
    database: Database, manager: httpx.AsyncClient
) -> None:
    first, again = an_assessment_completed(), an_assessment_completed(revision=9)
    await react(database, when_assessment_completed_grant_skills, first, again)
    await react(database, when_assessment_completed_grant_skills, delivered(again, id="repeated"))
    assert len(await ledger(manager)) == 1
    assert [event.TYPE for event in await outbox_of(database)].count("skill.assigned.v1") == 1


async def test_nothing_is_ever_lowered(database: Database, manager: httpx.AsyncClient) -> None:
    await manager.post("/persons/agent/skills", json={"skill_id": "refunds", "level": 5})
    assert await react(database, when_assessment_completed_grant_skills, an_assessment_completed()) == []
    answer = await manager.post("/persons/agent/skills", json={"skill_id": "refunds", "level": 2})
    assert (answer.status_code, answer.json()["level"]) == (200, 5)
    assert await ledger(manager) == [("assigned", 5, "hand")]


async def test_an_award_of_an_unknown_skill_waits_until_the_skill_is_defined(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    award = an_assessment_completed(skills=({"skill_id": "billing", "level": 4}, {"skill_id": "refunds"}))
    await react(database, when_assessment_completed_grant_skills, award)
    assert await held(manager) == {"refunds": 2}
    await admin.post("/skills", json={"name": "Billing", "level_type_id": "stars"})
    assert await held(manager) == {"billing": 2, "refunds": 2}
    assert (await outbox_of(database))[-1].TYPE == "skill.assigned.v1"


async def test_a_tag_on_a_task_sets_waiting_awards_free(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await react(
        database,
        when_learning_task_completed_grant_skills,
        a_learning_task_completed(skills=({"skill_id": "kafka"},)),
    )
    events = await react(database, when_task_names_skills_define_them, a_task_closed(skills=("Kafka",)))
    assert [event.TYPE for event in events] == ["skill.defined.v1", "skill.assigned.v1"]
    assert await held(manager) == {"kafka": 1}


async def test_a_manager_assigns_the_lowest_level_by_hand(manager: httpx.AsyncClient) -> None:
    answer = await manager.post("/persons/agent/skills", json={"skill_id": "refunds"})
    assert answer.json() == {"person_id": "agent", "skill_id": "refunds", "level": 2, "valid_until": None}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "skill_id"),
        ({"skill_id": "nobody"}, "skill_id"),
        ({"skill_id": "refunds", "level": 3}, "level"),
        ({"skill_id": "refunds", "level": "much"}, "level"),
    ],
)
async def test_nonsense_by_hand_is_refused_with_the_field_named(
    manager: httpx.AsyncClient, body: dict[str, str], field: str
) -> None:
    answer = await manager.post("/persons/agent/skills", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_skills_are_given_within_ones_teams_and_seen_there_and_by_oneself(
    served: Api, stranger: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    body = {"skill_id": "refunds"}
    assert (await served.anonymous().post("/persons/agent/skills", json=body)).status_code == 401
    assert (await served.as_("coach").post("/persons/agent/skills", json=body)).status_code == 403
    assert (await stranger.post("/persons/agent/skills", json=body)).status_code == 403
    assert (await admin.post("/persons/nobody/skills", json=body)).status_code == 404
    for path in ("/persons/agent/skills", "/persons/agent/ledger"):
        assert (await stranger.get(path)).status_code == 403
        assert (await served.as_("operator").get(path)).status_code == 403
        assert (await served.as_("agent").get(path)).status_code == 200
        assert (await served.as_("coach").get(path)).status_code == 200


async def test_the_ledger_cannot_be_rewritten(database: Database, manager: httpx.AsyncClient) -> None:
    await manager.post("/persons/agent/skills", json={"skill_id": "refunds"})
    for statement in ("UPDATE ledger SET level = 9", "DELETE FROM ledger", "TRUNCATE ledger"):
        with pytest.raises(Exception, match="append-only"):
            await database.pool.execute(statement)


async def test_ledger_and_held_skills_come_in_pages(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    for name in ("Billing", "Kafka"):
        await admin.post("/skills", json={"name": name})
        await manager.post("/persons/agent/skills", json={"skill_id": name.lower()})
    for path, field, expected in (
        ("/persons/agent/skills", "skill_id", ["billing", "kafka"]),
        ("/persons/agent/ledger", "revision", [2, 1]),
    ):
        first = (await manager.get(path, params={"limit": 1})).json()
        second = (await manager.get(path, params={"limit": 1, "after": first["next"]})).json()
        assert [item[field] for item in first["items"] + second["items"]] == expected
        assert second["next"] is None
        assert (await manager.get(path, params={"after": "nonsense"})).status_code == 422
