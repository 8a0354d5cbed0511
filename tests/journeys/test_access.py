"""Who may do what, asked of the real services through the gateway."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.steps import NETWORKS, Journey
from tests.running.callers import Callers
from tests.running.company import a_closed_task
from tests.running.crew import Crew
from tests.running.topics import publishing
from touchline_runtime.auth import Role

SignIn = Callable[[Crew], Callers]
READABLE = (
    "/coaching/assessments",
    "/coaching/opportunities",
    "/coaching/surveys",
    "/skills/skills",
    "/skills/proposals",
    "/skills/persons/agent/skills",
    "/learning/courses",
    "/learning/catalogs",
    "/learning/tasks",
    "/recommender/status",
)
NOT_FOR_AN_AGENT = (
    ("POST", "/coaching/opportunities"),
    ("POST", "/coaching/surveys"),
    ("POST", "/coaching/assessments"),
    ("POST", "/skills/skills"),
    ("GET", "/skills/proposals"),
    ("POST", "/learning/courses"),
    ("POST", "/learning/catalogs"),
    ("POST", "/learning/tasks"),
    ("GET", "/recommender/status"),
    ("GET", "/skills/quarantine"),
)


async def test_only_those_get_through_who_may(crew: Crew, make_callers: SignIn) -> None:
    await crew.start_all()
    callers = make_callers(crew)
    async with publishing(crew.kafka) as publisher:
        journey = Journey(crew, callers, publisher)
        await journey.tell_the_directory()
        await journey.set_up()
        await _without_a_token(callers)
        await _with_the_wrong_role(callers)
        await _about_another_managers_team(journey, callers)
        await _nonsense(journey)


async def _without_a_token(callers: Callers) -> None:
    nobody = callers.nobody()
    assert {path: await nobody.status("GET", path) for path in READABLE} == dict.fromkeys(READABLE, 401)
    forged = callers.nobody()
    forged.client.headers["Authorization"] = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."
    assert await forged.status("GET", "/skills/skills") == 401


async def _with_the_wrong_role(callers: Callers) -> None:
    agent = callers.as_("agent")
    found = {place: await agent.status(*place) for place in NOT_FOR_AN_AGENT}
    assert found == dict.fromkeys(NOT_FOR_AN_AGENT, 403)


async def _about_another_managers_team(journey: Journey, callers: Callers) -> None:
    """The stranger manages claims: the payments team is none of theirs, and the other way round."""
    opened = await journey.late_work("CS1")
    await journey.resolve_tagged(NETWORKS, "agent")
    proposal = await journey.proposal(NETWORKS, "agent")
    stranger = callers.as_("stranger", Role.SKILL_MANAGER, Role.COACH, Role.TASK_CREATOR)
    refused = (
        ("GET", "/coaching/assessments?team=payments"),
        ("GET", f"/coaching/assessments/{opened['id']}"),
        ("POST", f"/coaching/assessments/{opened['id']}/complete"),
        ("GET", "/skills/persons/agent/skills"),
        ("GET", "/skills/proposals?person=agent"),
        ("POST", f"/skills/proposals/{proposal['id']}/approve"),
        ("POST", f"/skills/proposals/{proposal['id']}/reject"),
        ("GET", "/learning/tasks?team=payments"),
    )
    found = {place: await stranger.status(*place) for place in refused}
    assert found == dict.fromkeys(refused, 403)
    task = {"person_id": "agent", "course_id": journey.course_id}
    assert await stranger.status("POST", "/learning/tasks", **task) == 403
    assert await journey.manager.status("GET", "/coaching/assessments?team=claims") == 403
    assert await stranger.items("/coaching/assessments") == []
    assert await stranger.items("/skills/proposals", state="requested") == []


async def _nonsense(journey: Journey) -> None:
    """422, with the field named."""
    await journey.publish("plain", a_closed_task("CS9"))
    admin, manager = journey.admin, journey.manager
    opportunity = {"name": "x", "event_types": ["task.closed"], "condition": "priority =="}
    assert await admin.refusal("/coaching/opportunities", **opportunity) == (422, ["condition"])
    unknown = {"name": "x", "event_types": ["task.eaten"], "condition": "true"}
    assert await admin.refusal("/coaching/opportunities", **unknown) == (422, ["event_types"])
    assert await admin.refusal("/coaching/surveys", name="x", questions=[]) == (422, ["questions"])
    assert await admin.refusal("/skills/skills", name="") == (422, ["name"])
    course = {"title": "x", "source": "smoke signals"}
    assert await admin.refusal("/learning/courses", **course) == (422, ["source"])
    task = {"person_id": "agent", "course_id": "no such course"}
    assert await manager.refusal("/learning/tasks", **task) == (422, ["course_id"])
    assert await manager.refusal("/coaching/assessments", task_number="CS0") == (422, ["task_number"])
    assessment = await journey.assessment_of("CS1")
    answers = {"kind": 6, "right": 3}
    path = f"/coaching/assessments/{assessment['id']}/survey"
    assert await manager.refusal(path, taken_by="coach", answers=answers) == (422, ["answers.kind"])
