"""Answers keep themselves while they are written, for their author alone, until the survey is taken."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.coaching.calls import GOOD, field_of, opened
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.transaction import Database

HALF = {"taken_by": "coach", "answers": {"understanding": 4, "solution": 77}}


async def drafts(coaching: Api, person: str, id: str) -> list[dict[str, Any]]:
    shown = (await coaching.as_(person).get(f"/assessments/{id}")).json()
    return [{"taken_by": each["taken_by"], "answers": each["answers"]} for each in shown["drafts"]]


async def test_a_draft_changes_nothing_and_is_its_authors_alone(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    kept = await coaching.as_("manager").put(f"/assessments/{id}/answers", json=HALF)
    assert (kept.status_code, kept.json()["answers"]) == (200, HALF["answers"])
    mine = {"taken_by": "trainee", "answers": {"understanding": 1}}
    assert (await coaching.as_("agent").put(f"/assessments/{id}/answers", json=mine)).status_code == 200
    assert await drafts(coaching, "manager", id) == [HALF]
    assert await drafts(coaching, "agent", id) == [mine]
    assert await drafts(coaching, "admin", id) == []
    shown = (await coaching.as_("manager").get(f"/assessments/{id}")).json()
    assert (shown["revision"], shown["state"], shown["score"], shown["surveys"]) == (1, "open", None, [])
    assert len(await outbox_of(database)) == 1


async def test_each_draft_replaces_its_authors_one_before(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    for person in ("admin", "manager"):
        for answers in ({"understanding": 1}, {"solution": 2}):
            body = {"taken_by": "coach", "answers": answers}
            await coaching.as_(person).put(f"/assessments/{id}/answers", json=body)
        assert await drafts(coaching, person, id) == [{"taken_by": "coach", "answers": {"solution": 2}}]


async def test_taking_the_survey_ends_its_drafts_and_not_those_of_the_other(
    database: Database, coaching: Api
) -> None:
    id = await opened(database, survey_id="default-quality")
    for person, taken_by in (("manager", "coach"), ("admin", "coach"), ("agent", "trainee")):
        body = {"taken_by": taken_by, "answers": {"understanding": 1}}
        await coaching.as_(person).put(f"/assessments/{id}/answers", json=body)
    await coaching.as_("manager").post(
        f"/assessments/{id}/survey", json={"taken_by": "coach", "answers": GOOD}
    )
    assert await drafts(coaching, "manager", id) == await drafts(coaching, "admin", id) == []
    assert len(await drafts(coaching, "agent", id)) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"taken_by": "coach", "answers": {"mood": 1}}, "answers.mood"),
        ({"taken_by": "coach", "answers": {"solution": [1]}}, "answers.solution.bool"),
        ({"taken_by": "boss", "answers": {}}, "taken_by"),
        ({"taken_by": "coach", "answers": {}, "survey_id": "unheard-of"}, "survey_id"),
    ],
)
async def test_a_draft_that_no_writing_on_would_mend_is_refused(
    database: Database, coaching: Api, body: dict[str, object], field: str
) -> None:
    id = await opened(database)
    named = {"survey_id": "default-quality"} | body
    answer = await coaching.as_("manager").put(f"/assessments/{id}/answers", json=named)
    assert field_of(answer) == field


async def test_drafts_need_the_same_rights_and_survey_as_answers(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    for person in ("coach", "biller", "agent"):
        refused = await coaching.as_(person).put(f"/assessments/{id}/answers", json=HALF)
        assert refused.status_code == 403
    admin = coaching.as_("admin")
    asked = [{"id": "understanding", "text": "Kind?"}]
    other = (await admin.post("/surveys", json={"name": "Other", "questions": asked})).json()["id"]
    swapped = {"taken_by": "coach", "answers": {"understanding": 1}, "survey_id": other}
    locked = await admin.put(f"/assessments/{id}/answers", json=swapped)
    assert (locked.status_code, locked.json()["type"]) == (409, "/problems/survey-locked")
    await admin.post(f"/assessments/{id}/close", json={"reason": "left"})
    closed = await admin.put(f"/assessments/{id}/answers", json=HALF)
    assert (closed.status_code, closed.json()["type"]) == (409, "/problems/assessment-closed")
