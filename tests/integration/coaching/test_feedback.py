"""What trainees think of a coach, which nobody reads of one trainee alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.coaching.calls import GOOD
from tests.integration.coaching.seen import define, publish, tell_directory
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_person, a_task_closed, a_team
from touchline_runtime.transaction import Database

TRAINEES = tuple(f"trainee-{n}" for n in range(1, 8))


@pytest.fixture
async def assessed(database: Database) -> dict[str, str]:
    """One assessment of each trainee by the manager, with a survey about the coach. Ids by trainee."""
    await tell_directory(
        database, *(a_person(id) for id in TRAINEES), a_team(revision=2, member_ids=TRAINEES)
    )
    await define(database, trainee_survey_id="default-quality")
    tasks = (a_task_closed(number=f"CS-{id}", agent_id=id) for id in TRAINEES)
    opened = [event for event in await publish(database, *tasks) if isinstance(event, AssessmentOpened)]
    return {event.trainee_id: event.assessment_id for event in opened}


async def answer(coaching: Api, trainee: str, id: str, value: float = 3, **others: object) -> None:
    body = {"taken_by": "trainee", "answers": dict.fromkeys(GOOD, value)} | others
    taken = await coaching.as_(trainee).post(f"/assessments/{id}/survey", json=body)
    assert taken.status_code == 200, taken.text


async def read(coaching: Api, coach: str = "manager", by: str | None = None) -> list[dict[str, Any]]:
    found = await coaching.as_(by or coach).get(f"/coaches/{coach}/feedback")
    assert found.status_code == 200, found.text
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def averages(coaching: Api, coach: str = "manager") -> list[tuple[int, float | None]]:
    """Number and average of each question of each survey."""
    items = await read(coaching, coach)
    return [(asked["n"], asked["average"]) for item in items for asked in item["questions"]]


async def test_answers_are_shown_when_five_trainees_have_answered(
    coaching: Api, assessed: dict[str, str]
) -> None:
    for trainee, value in zip(TRAINEES[:4], (1, 2, 3, 4), strict=True):
        await answer(coaching, trainee, assessed[trainee], value)
    (survey,) = await read(coaching)
    assert (survey["n"], survey["score"], survey["reason"]) == (
        0,
        None,
        "shown when 5 trainees have answered",
    )
    assert await averages(coaching) == [(0, None)] * 4
    await answer(coaching, TRAINEES[4], assessed[TRAINEES[4]], 5)
    (survey,) = await read(coaching)
    assert (survey["name"], survey["n"], survey["score"]) == ("Quality of support", 5, 50.0)
    assert await averages(coaching) == [(5, 50.0)] * 4


async def test_answers_beyond_a_whole_group_wait_for_the_next_one(
    coaching: Api, assessed: dict[str, str]
) -> None:
    for trainee in TRAINEES:
        await answer(coaching, trainee, assessed[trainee], 5 if trainee in TRAINEES[5:] else 3)
    assert await averages(coaching) == [(5, 50.0)] * 4


async def test_five_answers_of_four_trainees_are_no_group(
    database: Database, coaching: Api, assessed: dict[str, str]
) -> None:
    (another,) = await publish(database, a_task_closed(number="CS-more", agent_id=TRAINEES[0]))
    assert isinstance(another, AssessmentOpened)
    for trainee in TRAINEES[:4]:
        await answer(coaching, trainee, assessed[trainee])
    await answer(coaching, TRAINEES[0], another.assessment_id)
    assert await averages(coaching) == [(0, None)] * 4
    await answer(coaching, TRAINEES[4], assessed[TRAINEES[4]])
    assert await averages(coaching) == [(6, 50.0)] * 4


async def test_an_answer_counts_as_it_was_last_given_until_it_is_shown_and_is_final_then(
    coaching: Api, assessed: dict[str, str]
) -> None:
    first = TRAINEES[0]
    await answer(coaching, first, assessed[first], 1)
    for trainee in TRAINEES[:5]:
        await answer(coaching, trainee, assessed[trainee], 3)
    assert await averages(coaching) == [(5, 50.0)] * 4
    await coaching.as_("manager").post(f"/assessments/{assessed[first]}/close", json={"reason": "x"})
    await coaching.as_("manager").post(f"/assessments/{assessed[first]}/reopen", json={"reason": "x"})
    await answer(coaching, first, assessed[first], 1)
    assert await averages(coaching) == [(5, 50.0)] * 4
    # nor does it count as one of the next group
    for trainee in TRAINEES[5:]:
        await answer(coaching, trainee, assessed[trainee], 5)
    assert await averages(coaching) == [(5, 50.0)] * 4


async def test_answers_stay_with_the_coach_whom_they_were_given_about(
    coaching: Api, assessed: dict[str, str]
) -> None:
    for trainee in TRAINEES[:5]:
        await answer(coaching, trainee, assessed[trainee])
    for trainee in TRAINEES:
        path = f"/assessments/{assessed[trainee]}/reassign"
        assert (await coaching.as_("manager").post(path, json={"coach_id": "coach"})).status_code == 200
    assert await averages(coaching) == [(5, 50.0)] * 4
    assert await averages(coaching, "coach") == []
    # taken again, an answer that was shown is not counted a second time, for another coach
    for trainee in TRAINEES:
        await answer(coaching, trainee, assessed[trainee], 1)
    assert await averages(coaching) == [(5, 50.0)] * 4
    assert await averages(coaching, "coach") == [(0, None)] * 4


async def test_an_optional_question_is_shown_when_five_trainees_have_answered_it(
    database: Database, coaching: Api, assessed: dict[str, str]
) -> None:
    asked = [
        {"id": "kind", "text": "Was kind?", "kind": "yes_no", "critical": True},
        {"id": "useful", "text": "Was useful?", "required": False},
        {"id": "more", "text": "What else?", "kind": "text", "required": False},
    ]
    survey = (await coaching.as_("admin").post("/surveys", json={"name": "Coach", "questions": asked})).json()
    async with database.reading() as conn:
        await conn.execute(
            "update assessment set trainee_survey_id = $1, trainee_survey_version = 1", survey["id"]
        )
    for trainee in TRAINEES[:5]:
        extra = {"useful": 5, "more": "Nothing"} if trainee == TRAINEES[0] else {}
        await answer(coaching, trainee, assessed[trainee], answers={"kind": trainee != TRAINEES[0]} | extra)
    (shown,) = await read(coaching)
    assert [(one["question_id"], one["n"], one["average"]) for one in shown["questions"]] == [
        ("kind", 5, 80.0),
        ("useful", 0, None),
    ]
    # made of the averages alone: the scores' own mean would tell of the one who failed, and answered more
    assert shown["score"] == 80.0


async def test_feedback_is_read_by_the_coach_their_managers_and_admins(
    coaching: Api, assessed: dict[str, str]
) -> None:
    readers = {
        ("coach", "coach"): 200,
        ("coach", "manager"): 200,
        ("coach", "admin"): 200,
        ("coach", "agent"): 403,
        ("coach", "billing-boss"): 403,
        ("manager", "coach"): 403,
        ("manager", TRAINEES[0]): 403,
        ("manager", "manager"): 200,
    }
    for (coach, by), status in readers.items():
        assert (await coaching.as_(by).get(f"/coaches/{coach}/feedback")).status_code == status


@pytest.mark.parametrize("filter", ["team", "survey", "since", "trainee", "assessment"])
async def test_nothing_narrows_feedback_down(coaching: Api, filter: str) -> None:
    narrowed = await coaching.as_("manager").get("/coaches/manager/feedback", params={filter: "x"})
    assert narrowed.status_code == 422


async def test_feedback_is_paged_by_survey_and_read_as_a_file(
    coaching: Api, assessed: dict[str, str], database: Database
) -> None:
    asked = [{"id": "kind", "text": "Was kind?"}]
    other = {"id": "a-survey", "name": "Short", "questions": asked}
    assert (await coaching.as_("admin").post("/surveys", json=other)).status_code == 201
    await answer(coaching, TRAINEES[0], assessed[TRAINEES[0]])
    async with database.reading() as conn:
        await conn.execute("update assessment set trainee_survey_id = null")
    await answer(coaching, TRAINEES[1], assessed[TRAINEES[1]], survey_id="a-survey", answers={"kind": 5})
    manager = coaching.as_("manager")
    first = (await manager.get("/coaches/manager/feedback", params={"limit": 1})).json()
    rest = (await manager.get("/coaches/manager/feedback", params={"after": first["next"]})).json()
    assert [page["items"][0]["survey_id"] for page in (first, rest)] == ["a-survey", "default-quality"]
    assert rest["next"] is None
    file = await manager.get("/coaches/manager/feedback.csv")
    assert file.text.splitlines()[0] == "survey_id,name,n,score,reason,questions"
