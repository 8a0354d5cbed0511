"""What each command makes of an assessment in each of its states."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.coaching.calls import GOOD
from tests.integration.coaching.seen import define, publish
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

STATES = ("open", "work_in_progress", "resolved", "closed_complete", "closed_incomplete")
STEPS: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "open": (),
    "work_in_progress": (("PATCH", "", {"comments": "first"}),),
    "resolved": (("POST", "/resolve", {"training": ["sql"]}),),
    "closed_complete": (("POST", "/complete", {"training": ["sql"]}),),
    "closed_incomplete": (("POST", "/close", {"reason": "left the team"}),),
}
FOLLOW_UP = {"kind": "recognise", "owner_id": "manager", "due_on": "2026-03-09"}
ANSWERS = {"survey_id": "quality", "answers": GOOD}
CLOSED = "assessment-closed"

# who, what, with what → for each state: where it stands then (. where it stood), or the problem
COMMANDS: dict[str, tuple[str, str, str, dict[str, Any] | None, str]] = {
    "save": ("manager", "PATCH", "", {"comments": "more"}, f"work_in_progress . . {CLOSED} {CLOSED}"),
    "save nothing": ("manager", "PATCH", "", {}, f". . . {CLOSED} {CLOSED}"),
    "draft": ("manager", "PUT", "/answers", {"taken_by": "coach", **ANSWERS}, f". . . {CLOSED} {CLOSED}"),
    "take": (
        "manager",
        "POST",
        "/survey",
        {"taken_by": "coach", **ANSWERS},
        f"work_in_progress . . {CLOSED} {CLOSED}",
    ),
    "answer": ("agent", "POST", "/survey", {"taken_by": "trainee", **ANSWERS}, f". . . . {CLOSED}"),
    "resolve": ("manager", "POST", "/resolve", {}, f"resolved resolved already-resolved {CLOSED} {CLOSED}"),
    "other training": (
        "manager",
        "POST",
        "/complete",
        {"training": ["git"]},
        f"closed_complete closed_complete training-assigned {CLOSED} {CLOSED}",
    ),
    "complete": (
        "manager",
        "POST",
        "/complete",
        {},
        f"closed_complete closed_complete closed_complete {CLOSED} {CLOSED}",
    ),
    "reassign": ("manager", "POST", "/reassign", {"coach_id": "coach"}, f". . . {CLOSED} {CLOSED}"),
    "close": (
        "manager",
        "POST",
        "/close",
        {"reason": "no time"},
        f"closed_incomplete closed_incomplete closed_incomplete {CLOSED} {CLOSED}",
    ),
    "reopen": (
        "manager",
        "POST",
        "/reopen",
        {"reason": "more to do"},
        "not-closed not-closed not-closed open open",
    ),
    "follow up": ("manager", "PUT", "/follow-up", FOLLOW_UP, ". . . . closed-incomplete"),
    "drop": ("manager", "DELETE", "/follow-up", None, " ".join(["no-follow-up"] * 5)),
    "done": ("manager", "POST", "/follow-up/done", None, " ".join(["no-follow-up"] * 5)),
    "comment": ("agent", "POST", "/comments", {"text": "thank you"}, ". . . . ."),
}


async def in_state(database: Database, coaching: Api, state: str) -> str:
    """An assessment in this state, about a task of its own. Returns its id."""
    (event,) = await publish(database, a_task_closed(number=state))
    assert isinstance(event, AssessmentOpened)
    for method, path, body in STEPS[state]:
        path = f"/assessments/{event.assessment_id}{path}"
        answer = await coaching.as_("manager").request(method, path, json=body)
        assert answer.json()["state"] == state, answer.text
    return event.assessment_id


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_command_does_in_every_state_what_the_table_says(
    database: Database, coaching: Api, name: str
) -> None:
    questions = [{"id": id, "text": id} for id in GOOD]
    survey = {"id": "quality", "name": "Quality", "questions": questions}
    assert (await coaching.as_("admin").post("/surveys", json=survey)).status_code == 201
    await define(database)
    who, method, path, body, row = COMMANDS[name]
    for state, wanted in zip(STATES, row.split(), strict=True):
        id = await in_state(database, coaching, state)
        before = await standing(database, coaching, id)
        answer = await coaching.as_(who).request(method, f"/assessments/{id}{path}", json=body)
        after = await standing(database, coaching, id)
        if wanted in (*STATES, "."):
            assert answer.is_success, answer.text
            assert after[0]["state"] == (state if wanted == "." else wanted)
        else:
            assert (answer.json()["type"], after) == (f"/problems/{wanted}", before)


async def standing(database: Database, coaching: Api, id: str) -> tuple[dict[str, Any], int]:
    """How the assessment stands, and how many events were published in all."""
    answer = await coaching.as_("manager").get(f"/assessments/{id}")
    return answer.json(), len(await outbox_of(database))
