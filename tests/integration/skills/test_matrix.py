"""Persons by skills: what is held, what is proposed, and what can be added."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.skills.proposing import predict
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def skills(database: Database, admin: httpx.AsyncClient) -> None:
    """The agent holds refunds and is proposed chargebacks; a stranger's agent holds claims."""
    for name, category in (("Refunds", "money"), ("Chargebacks", "money"), ("Claims", "law"), ("Typing", "")):
        await admin.post("/skills", json={"name": name, "category": category})
    for person, skill in (("agent", "refunds"), ("other", "claims")):
        answer = await admin.post(f"/persons/{person}/skills", json={"skill_id": skill})
        assert answer.is_success, answer.text
    await predict(database, skill_id="chargebacks")


async def matrix(client: httpx.AsyncClient, **filters: Any) -> dict[str, Any]:
    answer = await client.get("/matrix", params=filters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(found: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The rows' persons and the columns' skills."""
    return [row["person_id"] for row in found["items"]], [column["id"] for column in found["columns"]]


async def test_a_cell_is_a_level_a_proposal_or_absent(manager: httpx.AsyncClient) -> None:
    found = await matrix(manager)
    assert names(found) == (["agent", "coach", "operator"], ["chargebacks", "refunds"])
    cells = {cell["skill_id"]: cell for cell in found["items"][0]["cells"]}
    assert (cells["refunds"]["level"], cells["refunds"]["level_name"]) == (1, "Basic")
    assert (cells["refunds"]["state"], cells["chargebacks"]["state"]) == ("level", "recommended")
    assert cells["refunds"]["proposal_id"] is None
    assert (cells["chargebacks"]["level"], cells["chargebacks"]["confidence"]) == (None, 0.82)
    assert cells["chargebacks"]["proposal_id"]
    assert found["items"][1]["cells"] == []


@pytest.mark.parametrize(
    ("filters", "persons", "columns"),
    [
        ({"person": "coach"}, ["coach"], []),
        ({"person_text": "AGE"}, ["agent"], ["chargebacks", "refunds"]),
        ({"skill_text": "REF"}, ["agent", "coach", "operator"], ["refunds"]),
        ({"skill": "refunds", "team": "payments"}, ["agent", "coach", "operator"], ["refunds"]),
        ({"category": "law", "columns": "all"}, ["agent", "coach", "operator"], ["claims"]),
        ({"columns": "all", "person": "agent"}, ["agent"], ["chargebacks", "claims", "refunds", "typing"]),
    ],
)
async def test_filters_narrow_rows_and_columns(
    manager: httpx.AsyncClient, filters: dict[str, str], persons: list[str], columns: list[str]
) -> None:
    assert names(await matrix(manager, **filters)) == (persons, columns)


async def test_pages_lead_on_through_persons_and_through_skills(manager: httpx.AsyncClient) -> None:
    first = await matrix(manager, limit=2, skills=1)
    assert names(first) == (["agent", "coach"], ["chargebacks"])
    right = await matrix(manager, limit=2, skills=1, after_skill=first["next_skills"])
    assert names(right) == (["agent", "coach"], ["refunds"])
    assert right["next_skills"] is None
    below = await matrix(manager, limit=2, skills=1, after=first["next"])
    assert names(below) == (["operator"], ["chargebacks"])
    assert below["next"] is None


async def test_pages_lead_back_to_what_stood_right_before_them(manager: httpx.AsyncClient) -> None:
    first = await matrix(manager, limit=1, skills=1)
    assert (first["previous"], first["previous_skills"]) == (None, None)
    second = await matrix(manager, limit=1, skills=1, after=first["next"], after_skill=first["next_skills"])
    assert names(second) == (["coach"], ["refunds"])
    third = await matrix(manager, limit=1, after=second["next"])
    assert (names(third)[0], third["next"]) == (["operator"], None)
    back = await matrix(manager, limit=1, before=third["previous"])
    assert names(back)[0] == ["coach"]
    assert back["next"]
    both = await matrix(manager, limit=2, before=third["previous"], before_skill=second["previous_skills"])
    assert names(both) == (["agent", "coach"], ["chargebacks"])
    assert (both["previous"], both["previous_skills"]) == (None, None)
    again = await matrix(manager, limit=2, after=both["next"], after_skill=both["next_skills"])
    assert names(again) == (["operator"], ["refunds"])


async def test_cursors_of_both_directions_at_once_are_refused(manager: httpx.AsyncClient) -> None:
    page = await matrix(manager, limit=1, skills=1)
    for after, before, place in (("after", "before", "next"), ("after_skill", "before_skill", "next_skills")):
        answer = await manager.get("/matrix", params={after: page[place], before: page[place]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, before)
        answer = await manager.get("/matrix", params={before: "nonsense"})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, before)


async def test_others_teams_and_persons_are_not_shown(
    manager: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    assert names(await matrix(stranger)) == (["other"], ["claims"])
    for filters in ({"team": "claims"}, {"person": "other"}):
        assert (await manager.get("/matrix", params=filters)).status_code == 403


async def test_a_cursor_of_skills_that_is_none_is_named(manager: httpx.AsyncClient) -> None:
    answer = await manager.get("/matrix", params={"after_skill": "nonsense"})
    assert answer.status_code == 422
    assert "after_skill" in answer.text


async def test_a_skill_of_a_long_name_in_a_wide_script_is_passed(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    long, last = "a" * 200, "z"
    for id, name in ((long, "𠀀" * 200), (last, "𠀁")):
        answer = await admin.post("/skills", json={"id": id, "name": name})
        assert answer.status_code == 201, answer.text
    found: list[Any] = []
    after: dict[str, str] = {}
    while (page := await matrix(manager, columns="all", skills=1, **after))["next_skills"]:
        found += page["columns"]
        after = {"after_skill": page["next_skills"]}
    assert [column["id"] for column in [*found, *page["columns"]]][-2:] == [long, last]


async def test_a_skill_proposed_by_two_of_its_ids_has_one_cell_and_what_is_held_wins(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await predict(database, 2, skill_id="card-payments", confidence=0.6)
    await predict(database, 3, skill_id="sk-17", confidence=0.9)
    assert (await admin.post("/skills", json={"name": "Card Payments", "id": "sk-17"})).is_success

    async def cells() -> list[tuple[Any, Any]]:
        found = await matrix(manager, person="agent", skill="sk-17")
        return [(cell["level"], cell["confidence"]) for cell in found["items"][0]["cells"]]

    assert await cells() == [(None, 0.9)]
    await admin.post("/persons/agent/skills", json={"skill_id": "sk-17"})
    assert await cells() == [(1, None)]


async def test_columns_of_everybody_are_what_anybody_holds_or_is_proposed(admin: httpx.AsyncClient) -> None:
    assert names(await matrix(admin))[1] == ["chargebacks", "claims", "refunds"]
    assert names(await matrix(admin, category="law"))[1] == ["claims"]
    assert names(await matrix(admin, skill_text="CH", skills=1))[1] == ["chargebacks"]
