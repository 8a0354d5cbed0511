"""How much of what a team's work calls for its members hold."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.skills.figures import fold_some
from tests.integration.skills.needing import DIRECTORY, KEEP, RECENT, settle, work
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.events import a_task_opened, a_team, some_skills_inferred
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    await settle(database, admin)


async def coverage(client: httpx.AsyncClient, team: str = "payments") -> dict[str, Any]:
    answer = await client.get(f"/teams/{team}/coverage")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_teams_coverage_is_the_share_of_its_needs_that_its_active_members_hold(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await work(database, *["refunds"] * 6, *["cards"] * 3, "typing")
    told = {
        "team_id": "payments", "name": "Payments", "members": 3, "needs": 3, "held": 2, "held_by_one": 1,
        "coverage": pytest.approx(2 / 3), "coverage_by_tasks": 0.9,
        "coverage_by_members": pytest.approx(3 / 9), "inferred": 0,
    }  # fmt: skip
    assert await coverage(manager) == told
    await fold_some(database)
    assert await coverage(manager) == told


async def test_who_holds_a_skill_below_the_needed_one_does_not_hold_that(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await admin.post("/persons/other/skills", json={"skill_id": "cards"})
    await work(database, "refunds", team="claims")
    assert (await coverage(admin, "claims"))["coverage"] == 0
    await work(database, "cards", team="claims", first=2)
    assert (await coverage(admin, "claims"))["coverage"] == 0.5


async def test_what_was_inferred_counts_where_tasks_carry_no_tags_and_is_told(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await work(database, "refunds", "refunds", "refunds")
    await react(
        database,
        KEEP,
        a_task_opened(number="9", **RECENT),
        some_skills_inferred("law", task_number="9"),
    )
    told = await coverage(manager)
    assert (told["needs"], told["coverage"], told["inferred"]) == (2, 0.5, 0.25)


async def test_no_data_is_null_and_a_team_without_members_covers_nothing(
    database: Database, manager: httpx.AsyncClient
) -> None:
    told = await coverage(manager)
    assert (told["members"], told["needs"]) == (3, 0)
    shares = ("coverage", "coverage_by_tasks", "coverage_by_members", "inferred")
    assert [told[share] for share in shares] == [None] * 4
    await work(database, "refunds", team="night")
    told = await coverage(manager, "night")
    assert (told["members"], told["needs"]) == (0, 1)
    assert [told[share] for share in shares] == [0, 0, None, 0]


async def test_merged_skills_count_as_one_and_retired_ones_not_at_all(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await work(database, "refunds", "cards", "typing")
    await admin.post("/skills/cards/merge", json={"into": "refunds"})
    await admin.post("/skills/typing/retire")
    told = await coverage(manager)
    assert (told["needs"], told["held"], told["coverage_by_members"]) == (1, 1, 1)


async def test_a_team_that_is_unknown_or_anothers_is_refused(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient, served: Api
) -> None:
    assert (await manager.get("/teams/claims/coverage")).status_code == 403
    assert (await admin.get("/teams/none/coverage")).status_code == 404
    assert (await served.as_("agent").get("/teams/payments/coverage")).status_code == 403


async def listed(client: httpx.AsyncClient, **filters: Any) -> list[str]:
    """The teams of all pages, of one team each."""
    found: list[str] = []
    place: dict[str, str] = {}
    while True:
        answer = await client.get("/teams/coverage", params={"limit": 1, **filters, **place})
        assert answer.status_code == 200, answer.text
        found += [team["team_id"] for team in answer.json()["items"]]
        if answer.json()["next"] is None:
            return found
        place = {"after": answer.json()["next"]}


@pytest.mark.parametrize(
    ("filters", "teams"),
    [
        ({}, ["claims", "night", "payments"]),
        ({"order": "coverage"}, ["payments", "claims", "night"]),
        ({"order": "coverage", "ascending": True}, ["claims", "payments", "night"]),
        ({"order": "coverage_by_tasks", "ascending": True}, ["claims", "payments", "night"]),
        ({"order": "members"}, ["payments", "claims", "night"]),
        ({"order": "needs"}, ["payments", "claims", "night"]),
        ({"order": "held_by_one"}, ["payments", "claims", "night"]),
        ({"order": "coverage_by_members"}, ["payments", "claims", "night"]),
    ],
)
async def test_teams_are_listed_by_any_figure_with_those_without_data_last(
    database: Database, admin: httpx.AsyncClient, filters: dict[str, Any], teams: list[str]
) -> None:
    await work(database, "refunds", "cards", "typing")
    await work(database, "law", team="claims")
    assert await listed(admin, **filters) == teams


async def test_managers_list_their_own_active_teams(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    assert await listed(manager) == ["night", "payments"]
    closed = a_team("night", manager_id="manager", coach_ids=(), member_ids=(), active=False, revision=2)
    await react(database, DIRECTORY, closed)
    assert await listed(manager) == ["payments"]
    assert await listed(admin) == ["claims", "payments"]


async def test_the_list_is_a_file_and_a_cursor_of_another_list_is_named(manager: httpx.AsyncClient) -> None:
    file = (await manager.get("/teams/coverage.csv")).text.splitlines()
    assert file[0].startswith("team_id,name,members,needs,held,held_by_one,coverage,")
    assert file[1] == "night,Night,0,0,0,0,,,,"
    answer = await manager.get("/teams/coverage", params={"after": "nonsense"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "after")
