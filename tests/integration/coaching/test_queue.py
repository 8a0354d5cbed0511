"""My queue: what matters most comes first, and each entry says why."""

from __future__ import annotations

import httpx

from tests.integration.coaching.seen import define, publish, tell_directory
from touchline_contracts.tasks import Rating
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_person, a_task_closed, a_task_rated, a_team
from touchline_runtime.transaction import Database

ORDINARY = {"priority": "low", "rating": None}


async def test_a_queue_begins_with_what_matters_most_and_says_why(coaching: Api, database: Database) -> None:
    await define(database)
    await publish(
        database,
        a_task_closed(number="CS1", **ORDINARY),
        a_task_closed(number="CS2", priority="critical", rating=Rating(value=1), sla_breached=True),
        a_task_closed(number="CS3", priority="high", reopen_count=1),
    )
    first, second, third = await _queue(coaching.as_("manager"))
    assert (first["task_number"], first["points"]) == ("CS2", 110)
    assert first["why"] == [
        "customer gave 1 of 5 (+50)",
        "service level missed (+30)",
        "priority critical (+30)",
    ]
    assert (second["task_number"], second["why"]) == ("CS3", ["priority high (+20)", "reopened once (+15)"])
    assert (third["task_number"], third["points"], third["why"]) == ("CS1", 0, [])


async def test_a_person_always_coached_comes_before_others(coaching: Api, database: Database) -> None:
    await define(database, always_coach=["operator"])
    await publish(
        database,
        a_task_closed(number="CS1", **ORDINARY),
        a_task_closed(number="CS2", agent_id="operator", **ORDINARY),
    )
    first, _ = await _queue(coaching.as_("manager"))
    assert (first["task_number"], first["why"]) == ("CS2", ["coached whatever the sampling (+20)"])


async def test_a_match_that_waited_for_the_directory_weighs_what_its_event_weighed(
    coaching: Api, database: Database
) -> None:
    await define(database)
    late = {"number": "CS1", "agent_id": "newcomer", "team_id": "new-team"}
    await publish(database, a_task_closed(**late, sla_breached=True, priority="low"))
    await publish(database, a_task_rated(**late, sla_breached=True, priority="low"))
    await tell_directory(
        database, a_person("newcomer"), a_team("new-team", manager_id="coach", member_ids=("newcomer",))
    )
    (only,) = await _queue(coaching.as_("coach"))
    assert only["why"] == ["service level missed (+30)"]


async def _queue(caller: httpx.AsyncClient) -> list[dict[str, object]]:
    me = (await caller.get("/assessments", params={"active": "true"})).json()["items"][0]["coach_id"]
    answer = await caller.get("/assessments", params={"coach": me, "active": "true", "order": "points"})
    found: list[dict[str, object]] = answer.raise_for_status().json()["items"]
    return found
