"""The overview of skills: who holds them, what work calls for them, and how long that takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from skills.subscriptions import SUBSCRIPTIONS
from skills.tasks.when_task_changes_keep_its_skills import when_task_changes_keep_its_skills
from tests.integration.skills.figures import fold_some
from touchline_runtime import directory
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_shift, a_task_closed, a_task_opened, a_team
from touchline_runtime.transaction import Database

KEEP = next(one for one in SUBSCRIPTIONS if one.react is when_task_changes_keep_its_skills)
STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
MEANS = [("incident", None, 0), ("case", 10, 1)]
NOW = datetime.now(UTC)
OPENED = {"opened_at": NOW - timedelta(days=21)}
SOLVED = OPENED | {"resolved_at": NOW - timedelta(days=20, hours=14), "closed_at": NOW - timedelta(days=20)}


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    """Payments: the agent (Gold), Ana (Bronze, also of its child), Ben; claims: the other (Gold)."""
    members = ("agent", "ana", "ben")
    await react(
        database,
        directory.SUBSCRIPTIONS[0],
        *(a_person(id, name=f"Person {id}") for id in (*members, "gone")),
        a_person("gone", active=False, revision=2),
        a_team(member_ids=(*members, "gone"), revision=2),
        a_shift(
            "now", person_id="agent", starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1)
        ),
    )
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})
    await admin.post("/skills", json={"name": "Cards", "level_type_id": "stars", "parent_id": "refunds"})
    await admin.post("/skills", json={"name": "Typing"})
    for person, skill, level in (
        ("agent", "refunds", 5), ("ana", "refunds", 2), ("ana", "cards", 2), ("other", "refunds", 5),
        ("ben", "cards", 5),
    ):  # fmt: skip
        given = await admin.post(f"/persons/{person}/skills", json={"skill_id": skill, "level": level})
        assert given.is_success, given.text


@pytest.fixture(autouse=True)
async def tasks(people: None, database: Database) -> None:
    await react(
        database,
        KEEP,
        a_task_closed(number="1", skills=("refunds",), **SOLVED),
        a_task_closed(number="2", skills=("refunds", "cards"), kind="interaction", **SOLVED),
        a_task_closed(number="3", skills=("refunds",), **OPENED | {"resolved_at": None, "closed_at": NOW}),
        a_task_opened(number="4", skills=("refunds", "cards"), **OPENED),
        a_task_opened(number="5", skills=("refunds",), opened_at=NOW - timedelta(days=300)),
        a_task_opened(number="6", skills=("refunds",), team_id="claims", **OPENED),
    )


async def overview(client: httpx.AsyncClient, **filters: Any) -> dict[str, Any]:
    answer = await client.get("/overview", params=filters)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_the_overview_of_a_skill_counts_people_and_tasks_of_the_callers_teams(
    database: Database, manager: httpx.AsyncClient
) -> None:
    told = await overview(manager, skill="refunds")
    assert (told["persons"], told["users"], told["coverage"]) == (3, 2, pytest.approx(2 / 3))
    assert (told["experts"], told["experts_on_call"]) == (1, 1)
    assert (told["open"], told["opened"], told["inferred"]) == (2, 3, 0)
    assert [(mean["kind"], mean["hours"], mean["n"]) for mean in told["mttr"]] == MEANS
    assert [(level["name"], level["holders"], level["share"]) for level in told["levels"]] == [
        ("Bronze", 1, 0.5), ("Gold", 1, 0.5),
    ]  # fmt: skip
    await fold_some(database)
    assert await overview(manager, skill="refunds") == told


async def test_the_trend_says_what_was_open_at_the_end_of_each_week(manager: httpx.AsyncClient) -> None:
    weeks = (await overview(manager, skill="refunds", weeks=5))["weeks"]
    assert len(weeks) == 5
    assert [week["open"] for week in weeks] == [1, 3, 3, 3, 2]
    assert sum(week["opened"] for week in weeks) == 3
    assert sum(week["resolved"] for week in weeks) == 1


async def test_rolling_up_counts_each_person_once_and_a_task_for_each_skill_it_names(
    manager: httpx.AsyncClient,
) -> None:
    told = await overview(manager, skill="refunds", roll_up=True)
    assert (told["users"], told["experts"], told["open"]) == (3, 2, 3)


async def test_a_kind_is_shown_alone_where_it_is_asked_for(manager: httpx.AsyncClient) -> None:
    told = await overview(manager, skill="refunds", kind="interaction")
    assert (told["opened"], told["mttr"]) == (1, [{"kind": "interaction", "hours": 10, "n": 1}])


async def test_without_a_skill_each_task_and_person_counts_once(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    told = await overview(manager)
    assert (told["users"], told["opened"], told["open"], told["levels"]) == (3, 3, 2, None)
    everybody = await overview(admin)
    assert (everybody["users"], everybody["opened"], everybody["open"]) == (4, 4, 3)
    of_team = await overview(admin, team="claims")
    assert (of_team["persons"], of_team["users"], of_team["opened"]) == (1, 1, 1)


async def test_where_there_is_nothing_there_is_no_data(manager: httpx.AsyncClient) -> None:
    told = await overview(manager, skill="typing")
    assert (told["users"], told["coverage"], told["opened"], told["inferred"]) == (0, 0, 0, None)
    assert all(mean["hours"] is None for mean in told["mttr"])
    assert told["levels"] == []


async def test_others_teams_and_unknown_skills_are_refused(manager: httpx.AsyncClient, served: Any) -> None:
    assert (await manager.get("/overview", params={"team": "claims"})).status_code == 403
    assert (await manager.get("/overview", params={"skill": "none"})).status_code == 404
    assert (await served.as_("agent").get("/overview")).status_code == 403


async def table(client: httpx.AsyncClient, path: str = "skills", **filters: Any) -> list[dict[str, Any]]:
    """Every page of a table, of one skill each."""
    found: list[dict[str, Any]] = []
    place: dict[str, str] = {}
    while True:
        answer = await client.get(f"/overview/{path}", params={"limit": 1, **filters, **place})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        place = {"after": answer.json()["next"]}


async def test_the_table_has_the_figures_of_each_skill(
    database: Database, manager: httpx.AsyncClient
) -> None:
    cards, refunds, typing = told = await table(manager)
    assert (refunds["users"], refunds["experts"], refunds["open"], refunds["opened"]) == (2, 1, 2, 3)
    assert [(mean["kind"], mean["hours"], mean["n"]) for mean in refunds["mttr"]] == MEANS
    assert refunds["inferred"] == 0
    assert refunds["coverage"] == pytest.approx(2 / 3)
    assert (cards["parent_id"], cards["opened"], cards["mttr"][1]["hours"]) == ("refunds", 1, None)
    assert (typing["users"], typing["coverage"], typing["inferred"]) == (0, 0, None)
    await fold_some(database)
    assert await table(manager) == told


@pytest.mark.parametrize("order", ["users", "coverage", "experts", "tasks", "open", "mttr"])
async def test_the_table_goes_by_any_figure_with_what_has_none_last(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient, order: str
) -> None:
    def figure(row: dict[str, Any]) -> Any:
        return row["mttr"][0]["hours"] if order == "mttr" else row[{"tasks": "opened"}.get(order, order)]

    kind = {"kind": "interaction"} if order == "mttr" else {}
    for client in manager, admin:
        for ascending in True, False:
            told = await table(client, order=order, ascending=ascending, **kind)
            assert {row["skill_id"] for row in told} == {"cards", "refunds", "typing"}
            figures = [figure(row) for row in told if figure(row) is not None]
            assert figures == sorted(figures, reverse=not ascending)
            assert len(figures) == (2 if order == "mttr" else 3)
            assert [figure(row) for row in told[len(figures) :]] == [None] * (3 - len(figures))


async def test_times_of_different_kinds_are_in_no_order(manager: httpx.AsyncClient) -> None:
    refused = await manager.get("/overview/skills", params={"order": "mttr"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "kind"


async def test_the_tree_shows_a_level_and_rolls_up_what_is_below(manager: httpx.AsyncClient) -> None:
    refunds, typing = await table(manager, "tree", roll_up=True)
    assert (refunds["has_children"], typing["has_children"]) == (True, False)
    assert (refunds["users"], refunds["experts"], refunds["open"]) == (3, 2, 3)
    (cards,) = await table(manager, "tree", parent="refunds")
    assert (cards["skill_id"], cards["users"]) == ("cards", 2)
    assert await table(manager, "tree", parent="typing") == []
    assert (await manager.get("/overview/tree", params={"parent": "none"})).status_code == 404


async def test_a_table_is_a_file_too_and_is_of_the_callers_teams(manager: httpx.AsyncClient) -> None:
    lines = (await manager.get("/overview/skills.csv", params={"order": "users"})).text.splitlines()
    assert lines[0].startswith("skill_id,name,")
    assert len(lines) == 4
    assert (await manager.get("/overview/skills", params={"team": "claims"})).status_code == 403
    assert (await manager.get("/overview/skills", params={"after": "none"})).status_code == 422
