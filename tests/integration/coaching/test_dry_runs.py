"""A draft of an opportunity, tried on the stored tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coaching.dry_runs import dry_run_opportunity as dry_run
from coaching.dry_runs import store
from tests.integration.coaching.calls import field_of
from tests.integration.coaching.drafts import DRAFT, THEIRS, closed, tried
from tests.integration.coaching.seen import define, publish, rows
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database


async def test_a_draft_is_counted_by_team_coach_and_week_and_stores_nothing(
    database: Database, coaching: Api
) -> None:
    await publish(database, *closed(3), *closed(2, prefix="B", **THEIRS))
    found = await tried(coaching)
    assert (found["tasks"], found["matching"], found["sampled"], found["assessments"]) == (5, 5, 5, 5)
    assert found["outcomes"] == {"opened": 5}
    assert [(team["team_id"], team["assessments"]) for team in found["teams"]] == [
        ("payments", 3),
        ("billing", 2),
    ]
    assert {(coach["coach_id"], coach["assessments"]) for coach in found["coaches"]} == {
        ("manager", 3),
        ("billing-boss", 2),
    }
    assert sum(week["assessments"] for week in found["weeks"]) == 5
    assert found["examples"][0]["number"] in ("CS0", "B0")
    assert await rows(database, "opportunity_match") == []
    assert await rows(database, "assessment") == []


async def test_a_coach_sees_figures_and_examples_of_their_teams_alone(
    database: Database, coaching: Api
) -> None:
    await publish(database, *closed(3), *closed(2, prefix="B", **THEIRS))
    found = await tried(coaching, "manager")
    assert [team["team_id"] for team in found["teams"]] == ["payments"]
    assert {example["team_id"] for example in found["examples"]} == {"payments"}
    assert found["tasks"] == 3


async def test_a_dry_run_finds_what_the_trigger_would_open(database: Database, coaching: Api) -> None:
    sample: dict[str, Any] = {
        "sampling_percent": 40.0,
        "coach_weekly_capacity": 4,
        "condition": "handle_minutes > 10",
    }
    tasks = [event for n in range(30) for event in closed(1, prefix=f"CS{n}-", handle_minutes=5 + n)]
    await define(database, "slow", **sample)
    await publish(database, *tasks)
    opened = len(await rows(database, "assessment"))
    matched = await rows(database, "opportunity_match")
    async with database.reading() as conn:
        # a draft under the id of one that there is would draw the sample of its next version
        await conn.execute("delete from opportunity where id = 'slow'")
    found = await tried(coaching, id="slow", **sample)
    assert (found["matching"], found["assessments"]) == (len(matched), opened)
    assert found["outcomes"]["over_capacity"] == sum(row["outcome"] == "over_capacity" for row in matched)


async def test_capacity_starts_anew_with_each_week(database: Database, coaching: Api) -> None:
    tasks = [
        a_task_closed(number=f"W{week}-{n}", closed_at=NOW - timedelta(weeks=week))
        for week in range(3)
        for n in range(5)
    ]
    await publish(database, *tasks)
    found = await tried(coaching, coach_weekly_capacity=2)
    assert found["outcomes"] == {"opened": 6, "over_capacity": 9}
    assert found["coaches"] == [
        {"coach_id": "manager", "assessments": 6, "busiest_week": 2, "over_capacity": 9}
    ]
    assert [week["assessments"] for week in found["weeks"]] == [2, 2, 2]


async def test_a_trainees_limit_counts_within_its_days(database: Database, coaching: Api) -> None:
    tasks = [a_task_closed(number=f"D{n}", closed_at=NOW - timedelta(days=3 * n)) for n in range(6)]
    await publish(database, *tasks)
    found = await tried(coaching, agent_limit=1, agent_limit_days=6)
    assert found["outcomes"] == {"opened": 3, "limited": 3}


async def test_a_trainee_whom_the_directory_does_not_know_waits(database: Database, coaching: Api) -> None:
    await publish(database, a_task_closed(agent_id="stranger"))
    assert (await tried(coaching))["outcomes"] == {"waiting": 1}


async def test_the_same_draft_draws_the_same_sample(database: Database, coaching: Api) -> None:
    await publish(database, *closed(40))
    first, second = await tried(coaching, sampling_percent=50), await tried(coaching, sampling_percent=50)
    assert first == second | {"until": first["until"], "since": first["since"]}
    assert 5 < first["sampled"] < 35


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"condition": "handle_minuts > 1"}, "condition"),
        ({"condition": None}, "condition"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"event_types": []}, "event_types"),
        ({"coach_rule": "named_person"}, "coach_id"),
        ({"survey_id": "unheard-of"}, "survey_id"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_draft_that_makes_no_sense_is_refused_by_name(
    coaching: Api, change: dict[str, object], field: str
) -> None:
    assert field_of(await coaching.as_("admin").post("/opportunities/dry-run", json=DRAFT | change)) == field


async def test_trainees_run_no_drafts(coaching: Api) -> None:
    assert (await coaching.as_("agent").post("/opportunities/dry-run", json=DRAFT)).status_code == 403


async def test_a_second_dry_run_is_told_to_come_again(database: Database, coaching: Api) -> None:
    async with database.transaction(None) as tx:
        assert await store.claim(tx.conn)
        answer = await coaching.as_("admin").post("/opportunities/dry-run", json=DRAFT)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert (await tried(coaching))["tasks"] == 0


async def test_one_that_takes_too_long_is_ended_and_says_what_to_do(
    database: Database, coaching: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(database, *closed(3))
    monkeypatch.setattr(dry_run, "LONGEST_SECONDS", 0.0)
    answer = await coaching.as_("admin").post("/opportunities/dry-run", json=DRAFT)
    assert (field_of(answer), answer.json()["type"]) == ("days", "/problems/dry-run-too-long")
    monkeypatch.undo()
    assert (await tried(coaching))["tasks"] == 3
