"""Courses over HTTP."""

from __future__ import annotations

import httpx
import pytest

from learning.known_skills.when_catalogue_changes_know_skills import when_catalogue_changes_know_skills
from touchline_contracts.learning import CoursePublished
from touchline_contracts.skills import SkillChanged, SkillRetired
from touchline_runtime.testing import Api, outbox_of, react
from touchline_runtime.testing.events import a_skill_defined
from touchline_runtime.transaction import Database

TEXT = {"title": "Refunds", "source": "free_form", "text": "word " * 500}


async def test_a_course_is_published_with_its_skills_and_reading_time(
    author: httpx.AsyncClient, agent: httpx.AsyncClient, database: Database
) -> None:
    answer = await author.post("/courses", json={**TEXT, "skills": [{"skill_id": "refunds", "level": 2}]})
    assert answer.status_code == 201, answer.text
    course = answer.json()
    assert (course["days_to_complete"], course["estimated_minutes"]) == (5, 3)
    (event,) = await outbox_of(database)
    assert isinstance(event, CoursePublished)
    assert (event.course_id, event.revision, event.skills[0].level) == (course["id"], 1, 2)
    assert (await agent.get(f"/courses/{course['id']}")).json()["text"] == TEXT["text"]


async def test_a_course_id_is_used_once(author: httpx.AsyncClient) -> None:
    assert (await author.post("/courses", json={**TEXT, "id": "c1"})).status_code == 201
    assert (await author.post("/courses", json={**TEXT, "id": "c1"})).status_code == 409


async def test_courses_come_by_title_in_pages_and_by_skill(author: httpx.AsyncClient) -> None:
    for title in ("Chargebacks", "Appeals", "Billing"):
        body = {**TEXT, "id": title.lower(), "title": title, "skills": [{"skill_id": title.lower()}]}
        await author.post("/courses", json=body)
    first = (await author.get("/courses", params={"limit": 2})).json()
    rest = (await author.get("/courses", params={"limit": 2, "after": first["next"]})).json()
    assert [item["title"] for item in first["items"] + rest["items"]] == ["Appeals", "Billing", "Chargebacks"]
    assert rest["next"] is None
    assert "text" not in first["items"][0]
    for params in ({"skill": "billing"}, {"text": "BILL"}):
        found = (await author.get("/courses", params=params)).json()["items"]
        assert [item["id"] for item in found] == ["billing"]


async def test_skills_are_checked_against_those_that_exist(
    author: httpx.AsyncClient, database: Database
) -> None:
    await react(database, when_catalogue_changes_know_skills, a_skill_defined("refunds"))
    for skill, field in (
        ({"skill_id": "nobody"}, "skills.0.skill_id"),
        ({"skill_id": "refunds", "level": 9}, "skills.0.level"),
    ):
        answer = await author.post("/courses", json={**TEXT, "skills": [skill]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    good = {**TEXT, "skills": [{"skill_id": "refunds", "level": 3}]}
    assert (await author.post("/courses", json=good)).status_code == 201


async def test_a_retired_skill_is_not_awarded_by_new_courses(
    author: httpx.AsyncClient, database: Database
) -> None:
    defined, retired = a_skill_defined("refunds"), SkillRetired(skill_id="refunds", revision=2)
    await react(database, when_catalogue_changes_know_skills, defined, retired)
    answer = await author.post("/courses", json={**TEXT, "skills": [{"skill_id": "refunds"}]})
    assert answer.status_code == 422


async def test_a_stale_description_of_a_skill_changes_nothing(database: Database) -> None:
    new = SkillChanged(skill_id="refunds", revision=3, name="New", levels=a_skill_defined().levels)
    await react(database, when_catalogue_changes_know_skills, new, a_skill_defined("refunds", revision=2))
    assert await database.pool.fetchval("SELECT name FROM known_skill") == "New"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"source": "hearsay"}, "source"),
        ({"source": "video"}, "url"),
        ({"text": " "}, "text"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"days_to_complete": 0}, "days_to_complete"),
        ({"colour": "green"}, "colour"),
    ],
)
async def test_nonsense_is_refused_with_the_field_named(
    author: httpx.AsyncClient, change: dict[str, object], field: str
) -> None:
    answer = await author.post("/courses", json={**TEXT, **change})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_content_creators_publish_and_everybody_reads(served: Api, manager: httpx.AsyncClient) -> None:
    assert (await served.anonymous().get("/courses")).status_code == 401
    assert (await manager.post("/courses", json=TEXT)).status_code == 403
    assert (await served.as_("agent").get("/courses")).status_code == 200
    assert (await served.as_("agent").get("/courses/nobody")).status_code == 404
