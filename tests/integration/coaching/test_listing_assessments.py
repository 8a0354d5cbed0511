"""Assessments over HTTP: who sees which, and what the filters leave."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from coaching.surveys.survey import DEFAULT_CUT_OFFS
from tests.integration.coaching.calls import GOOD, MINE, THEIRS, field_of, ids
from tests.integration.coaching.seen import define, publish
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.auth import Role
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database


async def test_a_manager_sees_the_own_teams_assessments_and_not_the_others(
    database: Database, coaching: Api
) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert await ids(coaching.as_("manager")) == ["CS0001"]
    assert await ids(coaching.as_("coach")) == ["CS0001"]
    assert await ids(coaching.as_("billing-boss", Role.COACH)) == ["CS0002"]
    assert await ids(coaching.as_("admin")) == ["CS0001", "CS0002"]


async def test_trainees_see_what_is_about_them(database: Database, coaching: Api) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert await ids(coaching.as_("agent")) == ["CS0001"]
    assert await ids(coaching.as_("operator")) == []


async def test_a_coach_sees_what_is_assigned_to_them_in_any_team(database: Database, coaching: Api) -> None:
    await define(database, coach_rule="named_person", coach_id="manager")
    await publish(database, a_task_closed(**THEIRS))
    assert await ids(coaching.as_("manager")) == ["CS0002"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "open"}, ["CS0001", "CS0002"]),
        ({"state": "closed_complete"}, []),
        ({"team": "billing"}, ["CS0002"]),
        ({"trainee": "agent"}, ["CS0001"]),
        ({"coach": "billing-boss"}, ["CS0002"]),
        ({"task": "CS0002"}, ["CS0002"]),
        ({"opportunity": "every-closed"}, ["CS0001", "CS0002"]),
        ({"opportunity": "other"}, []),
        ({"due_before": "2026-03-09T09:00:00Z"}, []),
        ({"due_before": "2026-03-09T09:00:01Z"}, ["CS0001", "CS0002"]),
        ({"team": "billing", "trainee": "agent"}, []),
        ({"active": "true"}, ["CS0001", "CS0002"]),
        ({"active": "false"}, []),
        ({"unassigned": "true"}, []),
        ({"opportunity": "-"}, []),
        ({"survey": "-"}, ["CS0001", "CS0002"]),
        ({"team": "-"}, []),
        ({"rating": "unrated"}, ["CS0001", "CS0002"]),
        ({"rating": "good"}, []),
        ({"follow_up_open": "true"}, []),
        ({"counted": "true"}, []),
        ({"completed_since": "2020-01-01T00:00:00Z"}, []),
        ({"opened_since": "2020-01-01T00:00:00Z"}, ["CS0001", "CS0002"]),
        ({"opened_before": "2020-01-01T00:00:00Z"}, []),
        ({"task_done_since": "2020-01-01T00:00:00Z"}, ["CS0001", "CS0002"]),
        ({"task_done_before": "2020-01-01T00:00:00Z"}, []),
        ({"managed": "true"}, []),
        ({"led": "true"}, ["CS0001", "CS0002"]),
    ],
)
async def test_each_filter_leaves_what_it_names(
    database: Database, coaching: Api, filters: dict[str, str], found: list[str]
) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert sorted(await ids(coaching.as_("admin"), **filters)) == found


async def test_hand_set_ratings_count_as_the_middle_of_their_band(database: Database, coaching: Api) -> None:
    await define(database)
    await publish(database, *(a_task_closed(number=f"CS{number}") for number in range(5)))
    middle = {
        DEFAULT_CUT_OFFS.rating_of(lowest): (highest + lowest) / 2
        for highest, lowest in pairwise((100.0, *DEFAULT_CUT_OFFS, 0.0))
    }
    async with database.reading() as conn:
        for number, rating in enumerate(middle):
            await conn.execute(
                "update assessment set state = 'closed_complete', rating = $1 where task_number = $2",
                rating,
                f"CS{number}",
            )
        stored = await conn.fetch("select rating, quality from assessment")
    assert {row["rating"]: row["quality"] for row in stored} == middle


async def test_the_list_is_a_csv_file_too(database: Database, coaching: Api) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    answer = await coaching.as_("manager").get("/assessments.csv", params={"active": "true"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(answer.text.splitlines()) == 2


async def test_another_managers_team_is_forbidden(database: Database, coaching: Api) -> None:
    await define(database)
    (event,) = await publish(database, a_task_closed(**THEIRS))
    manager = coaching.as_("manager")
    assert isinstance(event, AssessmentOpened)
    path = f"/assessments/{event.assessment_id}"
    assert (await manager.get("/assessments", params={"team": "billing"})).status_code == 403
    assert (await manager.get("/assessments", params={"team": "unheard-of"})).status_code == 403
    assert (await manager.get(path)).status_code == 403
    answers = {"taken_by": "coach", "answers": GOOD}
    assert (await manager.post(f"{path}/survey", json=answers)).status_code == 403
    assert (await manager.post(f"{path}/complete", json={})).status_code == 403


async def test_nothing_is_answered_without_a_token(coaching: Api) -> None:
    for path in ("/assessments", "/assessments/x", "/opportunities", "/surveys", "/tasks"):
        assert (await coaching.anonymous().get(path)).status_code == 401
    for path in (
        "/assessments",
        "/assessments/x/survey",
        "/assessments/x/complete",
        "/opportunities",
        "/surveys",
    ):
        assert (await coaching.anonymous().post(path, json={})).status_code == 401


async def test_an_assessment_that_is_not_there_is_not_found(coaching: Api) -> None:
    manager = coaching.as_("manager")
    assert (await manager.get("/assessments/none")).status_code == 404
    answers = {"taken_by": "coach", "answers": {}}
    assert (await manager.post("/assessments/none/survey", json=answers)).status_code == 404
    assert (await manager.post("/assessments/none/complete", json={})).status_code == 404


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"due_before": "soon"}, "due_before"),
        ({"due_before": "0001-01-01T00:00:00+14:00"}, "due_before"),
        ({"limit": 0}, "limit"),
        ({"after": "nonsense"}, "after"),
        ({"stat": "open"}, "stat"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused_by_name(
    coaching: Api, params: dict[str, Any], field: str
) -> None:
    assert field_of(await coaching.as_("manager").get("/assessments", params=params)) == field
