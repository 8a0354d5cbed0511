"""What work calls for that too few hold: by team, and by person."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.skills.figures import fold_some
from tests.integration.skills.needing import DIRECTORY, KEEP, RECENT, settle, work
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.events import a_person, a_task_opened, a_team, some_skills_inferred
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    """Ten tasks: six about refunds (held by two of three), three about cards (by Ben), one about typing."""
    await settle(database, admin)
    await work(database, *["refunds"] * 6, *["cards"] * 3, "typing")


async def listed(client: httpx.AsyncClient, path: str, **filters: Any) -> list[dict[str, Any]]:
    """The items of all pages, of one each."""
    found: list[dict[str, Any]] = []
    place: dict[str, str] = {}
    while True:
        answer = await client.get(path, params={"limit": 1, **filters, **place})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        place = {"after": answer.json()["next"]}


def of(found: list[dict[str, Any]], *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(one[field] for field in fields) for one in found]


async def test_a_teams_gaps_are_its_needs_with_what_is_held_the_most_urgent_first(
    database: Database, manager: httpx.AsyncClient
) -> None:
    gaps = await listed(manager, "/teams/payments/gaps")
    fields = ("skill_id", "tasks", "share", "holders", "wanted", "shortage", "short_tasks")
    assert of(gaps, *fields) == [
        ("typing", 1, 0.1, 0, 1, 1, 1), ("refunds", 6, 0.6, 2, 2, 0, 0), ("cards", 3, 0.3, 1, 1, 0, 0),
    ]  # fmt: skip
    assert of(gaps, "open", "inferred", "members", "tasks_per_holder") == [
        (1, 0, 3, None), (6, 0, 3, 3), (3, 0, 3, 3),
    ]  # fmt: skip
    assert gaps[1]["levels"] == [{"value": 1, "name": "Basic", "holders": 2}]
    await fold_some(database)
    assert await listed(manager, "/teams/payments/gaps") == gaps
    assert await listed(manager, "/teams/payments/gaps", short=True) == gaps[:1]


async def test_tasks_that_fall_to_nobody_come_before_a_need_that_is_rarer(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await work(database, *["law"] * 10, first=11)
    gaps = await listed(manager, "/teams/payments/gaps", short=True)
    assert of(gaps, "skill_id", "share", "wanted", "short_tasks") == [
        ("law", 0.5, 2, 10),
        ("typing", 0.05, 1, 1),
    ]


async def test_levels_say_who_holds_it_how_high_and_a_lower_one_does_not_count_where_one_is_asked_for(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await admin.post("/level-types", json=STARS)
    await admin.patch("/skills/law", json={"level_type_id": "stars"})
    await work(database, "law", first=11)
    for person, level in (("agent", 2), ("ana", 5)):
        await admin.post(f"/persons/{person}/skills", json={"skill_id": "law", "level": level})
    held = [{"value": 2, "name": "Bronze", "holders": 1}, {"value": 5, "name": "Gold", "holders": 1}]
    gaps = {gap["skill_id"]: gap for gap in await listed(manager, "/teams/payments/gaps")}
    assert (gaps["law"]["holders"], gaps["law"]["levels"]) == (2, held)
    gaps = {gap["skill_id"]: gap for gap in await listed(manager, "/teams/payments/gaps", min_level="gold")}
    assert {skill: gap["holders"] for skill, gap in gaps.items()} == {"law": 1}
    own = await listed(admin, "/persons/agent/gaps", min_level="Gold")
    assert of(own, "skill_id", "held_level", "held_level_name") == [("law", 2, "Bronze")]
    assert await listed(admin, "/persons/ana/gaps", min_level="Gold") == []
    answer = await manager.get("/teams/payments/gaps", params={"min_level": "Platinum"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "min_level")


async def test_who_left_holds_nothing_and_merged_and_retired_skills_are_those_of_today(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await admin.post("/skills/cards/merge", json={"into": "refunds"})
    await admin.post("/skills/typing/retire")
    gaps = await listed(manager, "/teams/payments/gaps")
    assert of(gaps, "skill_id", "tasks", "share", "holders") == [("refunds", 9, 0.9, 3)]
    await react(database, DIRECTORY, a_person("ana", active=False, revision=2))
    gaps = await listed(manager, "/teams/payments/gaps")
    assert of(gaps, "members", "holders") == [(2, 2)]


async def test_what_was_inferred_is_marked(database: Database, manager: httpx.AsyncClient) -> None:
    await react(
        database,
        KEEP,
        a_task_opened(number="9", **RECENT),
        some_skills_inferred("law", "cards", task_number="9"),
    )
    gaps = {gap["skill_id"]: gap["inferred"] for gap in await listed(manager, "/teams/payments/gaps")}
    assert gaps == {"law": 1, "cards": 0.25, "refunds": 0, "typing": 0}


async def test_a_persons_gaps_are_what_their_team_needs_and_they_do_not_hold(
    manager: httpx.AsyncClient, served: Api
) -> None:
    gaps = await listed(manager, "/persons/ben/gaps")
    assert of(gaps, "person_id", "team_id", "skill_id", "tasks", "share", "shortage", "held_level") == [
        ("ben", "payments", "typing", 1, 0.1, 1, None), ("ben", "payments", "refunds", 6, 0.6, 0, None),
    ]  # fmt: skip
    assert await listed(served.as_("ben"), "/persons/ben/gaps") == gaps
    assert (await served.as_("ana").get("/persons/ben/gaps")).status_code == 403


async def test_a_leader_sees_gaps_in_their_own_teams_and_the_person_in_all(
    database: Database, manager: httpx.AsyncClient, stranger: httpx.AsyncClient, served: Api
) -> None:
    await react(
        database, DIRECTORY, a_team("claims", manager_id="stranger", member_ids=("other", "ben"), revision=2)
    )
    await work(database, "law", team="claims")
    assert of(await listed(stranger, "/persons/ben/gaps"), "skill_id") == [("law",)]
    assert of(await listed(manager, "/persons/ben/gaps"), "skill_id") == [("typing",), ("refunds",)]
    own = await listed(served.as_("ben"), "/persons/ben/gaps")
    assert of(own, "skill_id") == [("law",), ("typing",), ("refunds",)]


async def test_all_members_gaps_are_listed_by_team_and_person_the_most_urgent_of_each(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await work(database, "law", team="claims")
    members = await listed(admin, "/gaps/persons")
    assert [
        (one["team_id"], one["person_id"], [gap["skill_id"] for gap in one["gaps"]]) for one in members
    ] == [
        ("claims", "other", ["law"]), ("payments", "agent", ["typing", "cards"]),
        ("payments", "ana", ["typing", "cards"]), ("payments", "ben", ["typing", "refunds"]),
    ]  # fmt: skip
    assert await listed(manager, "/gaps/persons") == members[1:]
    assert await listed(admin, "/gaps/persons", team="claims") == members[:1]
    first = await listed(manager, "/gaps/persons", most=1)
    assert [[gap["skill_id"] for gap in one["gaps"]] for one in first] == [["typing"]] * 3
    assert members[3]["gaps"] == await listed(manager, "/persons/ben/gaps")


async def test_teams_without_members_or_tasks_have_gaps_of_their_own(
    database: Database, manager: httpx.AsyncClient
) -> None:
    assert await listed(manager, "/teams/night/gaps") == []
    await work(database, "law", "law", team="night")
    gaps = await listed(manager, "/teams/night/gaps")
    assert of(gaps, "members", "holders", "wanted", "shortage", "short_tasks") == [(0, 0, 1, 1, 2)]
    assert await listed(manager, "/gaps/persons", team="night") == []


async def test_who_and_what_is_unknown_or_anothers_is_refused(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient, served: Api
) -> None:
    for path in ("/teams/claims/gaps", "/persons/other/gaps", "/gaps/persons?team=claims"):
        assert (await manager.get(path)).status_code == 403
    for path in ("/teams/none/gaps", "/persons/none/gaps", "/gaps/persons?team=none"):
        assert (await admin.get(path)).status_code == 404
    for path in ("/teams/payments/gaps", "/gaps/persons"):
        assert (await served.as_("agent").get(path)).status_code == 403
    for path in ("/teams/payments/gaps", "/persons/ben/gaps", "/gaps/persons"):
        answer = await manager.get(path, params={"after": "nonsense"})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "after")


async def test_gaps_are_files_too(manager: httpx.AsyncClient) -> None:
    file = (await manager.get("/teams/payments/gaps.csv", params={"short": True})).text.splitlines()
    assert file[0].startswith("team_id,skill_id,name,tasks,share,open,inferred,members,holders,levels,")
    assert (len(file), file[1][:28]) == (2, "payments,typing,Typing,1,0.1")
    file = (await manager.get("/persons/ben/gaps.csv")).text.splitlines()
    assert file[1].startswith("ben,payments,typing,Typing,1,0.1,1,0.0,0,1,1,")
