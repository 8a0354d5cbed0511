"""A coach's practice from end to end: a long interaction, a failed survey, a skill and a course."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.steps import REFUNDS, Item, Journey
from tests.running.callers import Callers
from tests.running.company import a_closed_task
from tests.running.crew import Crew
from tests.running.topics import publishing

LONG_INTERACTION = "default-long-interaction"
QUESTIONS: list[Item] = [
    {"id": "kind", "text": "Was it kind?", "weight": 1},
    {"id": "verified", "text": "Checked who called?", "kind": "yes_no", "weight": 1, "critical": True},
]


async def test_a_long_interaction_ends_in_a_skill_held_and_a_learning_task_open(
    crew: Crew, make_callers: Callable[[Crew], Callers]
) -> None:
    await crew.start_all()
    async with publishing(crew.kafka) as publisher:
        journey = Journey(crew, make_callers(crew), publisher)
        await journey.tell_the_directory()
        await journey.set_up()
        await _give_a_survey_with_a_critical_question(journey)
        call = a_closed_task("CALL1", kind="interaction", handle_minutes=12.0)
        await journey.publish("call", call)
        (first,) = await journey.manager.items(
            "/coaching/assessments", coach="manager", active="true", order="points"
        )
        assert (first["opportunity_id"], first["trainee_id"]) == (LONG_INTERACTION, "agent")
        assert first["why"] == ["interaction of 12 minutes (+10)"]
        scored = await journey.manager.post(
            f"/coaching/assessments/{first['id']}/survey",
            taken_by="coach",
            answers={"kind": 5, "verified": False},
        )
        assert (scored["score"], scored["rating"]) == (0, "unacceptable")
        done = await journey.complete(first)
        assert done["state"] == "closed_complete"
        held = await journey.held()
        assert held[REFUNDS]["evidence"] == {"kind": "assessment", "id": first["id"]}
        (task,) = await journey.agent.items("/learning/tasks", state="assigned")
        assert (task["course_id"], task["person_id"]) == (journey.course_id, "agent")


async def _give_a_survey_with_a_critical_question(journey: Journey) -> None:
    survey = await journey.admin.post("/coaching/surveys", name="Calls", questions=QUESTIONS)
    default = await journey.manager.get(f"/coaching/opportunities/{LONG_INTERACTION}")
    kept = {name: default[name] for name in ("id", "name", "event_types", "kinds", "condition")}
    edited = await journey.admin.post("/coaching/opportunities", **kept, survey_id=survey["id"])
    assert edited["version"] == default["version"] + 1
