"""No flood: limits of trainees, capacity of coaches, turns, and nobody who is inactive."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from tests.integration.coaching.seen import define, publish, rows, tell_directory
from touchline_contracts.coaching import AssessmentOpened
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.testing import NOW, Api, delivered
from touchline_runtime.testing.events import a_person, a_task_closed, a_team
from touchline_runtime.transaction import Database


def closed(count: int, **fields: object) -> list[TaskEvent]:
    return [a_task_closed(number=f"CS{number:04}", **fields) for number in range(count)]


def coaches(emitted: list[Event]) -> list[str | None]:
    return [event.coach_id for event in emitted if isinstance(event, AssessmentOpened)]


async def outcomes(database: Database) -> Counter[str]:
    return Counter(row["outcome"] for row in await rows(database, "opportunity_match"))


async def test_a_coach_is_given_no_more_than_the_weekly_capacity(database: Database) -> None:
    await define(database, coach_weekly_capacity=2)
    assert coaches(await publish(database, *closed(3))) == ["manager", "manager"]
    last = (await rows(database, "opportunity_match"))[-1]
    assert (last["outcome"], last["coach_id"], last["assessment_id"]) == ("over_capacity", "manager", None)
    assert last["reason"] == "2 of 2 this week for manager, found by team_manager"


async def test_a_coachs_week_is_one_for_all_opportunities(database: Database) -> None:
    await define(database, "narrow", coach_weekly_capacity=2)
    await define(database, "wide", coach_weekly_capacity=5)
    opened = await publish(database, *closed(3))
    found = Counter(event.opportunity_id for event in opened if isinstance(event, AssessmentOpened))
    assert found == {"narrow": 1, "wide": 3}


async def test_the_next_week_has_room_again(database: Database) -> None:
    await define(database, coach_weekly_capacity=1)
    await publish(database, *closed(1))
    async with database.reading() as conn:
        await conn.execute("update opportunity_match set opened_at = $1", NOW - timedelta(days=7))
    assert len(await publish(database, a_task_closed(number="later"))) == 1


async def test_two_workers_at_once_do_not_exceed_a_capacity(database: Database) -> None:
    await define(database, coach_weekly_capacity=3)
    await asyncio.gather(
        *(publish(database, a_task_closed(number=f"{worker}-{n}")) for worker in "ab" for n in range(4))
    )
    assert await outcomes(database) == {"opened": 3, "over_capacity": 5}


async def test_a_trainee_is_looked_at_no_more_often_than_the_limit(database: Database) -> None:
    await define(database, agent_limit=1, agent_limit_days=14)
    opened = await publish(database, *closed(2), a_task_closed(number="other", agent_id="operator"))
    assert [event.trainee_id for event in opened if isinstance(event, AssessmentOpened)] == [
        "agent",
        "operator",
    ]
    reasons = {row["outcome"]: row["reason"] for row in await rows(database, "opportunity_match")}
    assert reasons["limited"] == "1 of 1 in 14 days for agent"
    async with database.reading() as conn:
        await conn.execute("update opportunity_match set opened_at = $1", NOW - timedelta(days=14))
    assert len(await publish(database, a_task_closed(number="later"))) == 1


async def test_who_is_always_coached_passes_sampling_but_no_limit(database: Database) -> None:
    await define(database, sampling_percent=0.0, always_coach=["agent"], agent_limit=1)
    await publish(database, *closed(2))
    assert await outcomes(database) == {"opened": 1, "limited": 1}


async def test_the_unsampled_use_up_no_capacity(database: Database) -> None:
    await define(database, "none", sampling_percent=0.0, coach_weekly_capacity=1)
    await define(database, "some", coach_weekly_capacity=1)
    await publish(database, *closed(1))
    assert await outcomes(database) == {"unsampled": 1, "opened": 1}


async def test_an_event_delivered_twice_is_neither_decided_nor_counted_again(database: Database) -> None:
    await define(database, coach_weekly_capacity=3, coach_rule="rotation")
    event = delivered(a_task_closed())
    before = None
    for _ in range(3):
        await publish(database, event, event)
        found = [await rows(database, table) for table in ("opportunity_match", "assessment", "coach_turn")]
        assert before in (None, found)
        before = found
    assert coaches(await publish(database, *closed(3))) == ["coach", "coach"]


async def test_a_rotation_gives_each_coach_of_the_team_a_turn_across_polls(database: Database) -> None:
    await tell_directory(database, a_team(coach_ids=("coach", "operator", "manager"), revision=2))
    await define(database, coach_rule="rotation")
    found: list[str | None] = []
    for start in range(0, 12, 3):
        found += coaches(await publish(database, *closed(12)[start : start + 3]))
    assert Counter(found) == {"coach": 4, "operator": 4, "manager": 4}


async def test_a_rotation_skips_the_inactive_and_the_trainee(database: Database) -> None:
    gone = a_person("operator", revision=2, active=False)
    team = a_team(coach_ids=("agent", "coach", "operator"), revision=2)
    await tell_directory(database, gone, team)
    await define(database, coach_rule="rotation")
    assert coaches(await publish(database, *closed(3))) == ["coach"] * 3


async def test_an_inactive_manager_is_passed_over_but_one_not_told_of_yet_is_not(database: Database) -> None:
    team = a_team(manager_id="manager", additional_manager_ids=("new",), revision=2)
    await define(database)
    await tell_directory(database, team, a_person("manager", revision=2, active=False))
    assert coaches(await publish(database, *closed(1))) == ["new"]


async def test_a_task_may_name_the_coach(database: Database) -> None:
    await define(database, coach_rule="task_field", coach_field="attributes.mentor")
    named = [a_task_closed(number=who, attributes={"mentor": who}) for who in ("coach", "agent")]
    assert coaches(await publish(database, *named, a_task_closed(number="nobody"))) == ["coach", None, None]
    assert await outcomes(database) == {"opened": 1, "no_coach": 2}


async def test_where_nobody_is_found_it_waits_in_the_list_of_the_unassigned(
    database: Database, coaching: Api
) -> None:
    await define(database)
    (opened,) = await publish(database, a_task_closed(agent_id="manager"))
    assert isinstance(opened, AssessmentOpened)
    listed = await coaching.as_("admin").get("/assessments", params={"unassigned": True, "active": True})
    assert [item["id"] for item in listed.json()["items"]] == [opened.assessment_id]
    (match,) = await rows(database, "opportunity_match")
    assert match["reason"] == "team_manager finds no active person but the trainee"


async def test_what_waited_for_the_directory_meets_the_same_limits(database: Database) -> None:
    await define(database, coach_rule="rotation", coach_weekly_capacity=1, agent_limit=2)
    await publish(database, *closed(4, team_id="new"))
    assert await outcomes(database) == {"waiting": 4}
    team = a_team("new", coach_ids=("coach", "gone", "operator"))
    emitted = await tell_directory(database, a_person("gone", active=False), team)
    assert sorted(map(str, coaches(emitted))) == ["coach", "operator"]
    assert await outcomes(database) == {"opened": 2, "limited": 2}
    kept = {row["outcome"]: row["assessment_id"] for row in await rows(database, "opportunity_match")}
    assert kept["limited"] is None


async def test_who_becomes_inactive_after_the_match_was_complete_still_gets_it(database: Database) -> None:
    await define(database)
    await publish(database, a_task_closed(team_id="new"))
    team = a_team("new", manager_id="coach")
    emitted = await tell_directory(database, team, a_person("coach", revision=2, active=False))
    assert coaches(emitted) == ["coach"]
