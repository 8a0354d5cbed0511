"""Assessment events for tests."""

from __future__ import annotations

from datetime import timedelta

from touchline_contracts.coaching import AssessmentCompleted, AssessmentOpened, AssessmentResolved
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events.making import made


def _assessment() -> dict[str, object]:
    return {
        "assessment_id": "assessment-1",
        "revision": 1,
        "trainee_id": "agent",
        "coach_id": "manager",
        "team_id": "payments",
        "task_number": "CS0001",
        "opportunity_id": "opportunity-1",
    }


def an_assessment_opened(**overrides: object) -> AssessmentOpened:
    """The manager is asked to look at the agent's task, within a week."""
    due: dict[str, object] = {"opened_at": NOW, "due_at": NOW + timedelta(days=7)}
    return made(AssessmentOpened, _assessment() | due, overrides)


def an_assessment_resolved(**overrides: object) -> AssessmentResolved:
    """The manager decided on one course, revision 2."""
    decided: dict[str, object] = {"revision": 2, "training": ("course-1",), "decided_by": "manager"}
    return made(AssessmentResolved, _assessment() | decided, overrides)


def an_assessment_completed(**overrides: object) -> AssessmentCompleted:
    """The assessment is complete and awards refunds, revision 3."""
    done: dict[str, object] = {
        "revision": 3,
        "score": 80.0,
        "skills": ({"skill_id": "refunds"},),
        "completed_at": NOW,
        "decided_by": "manager",
    }
    return made(AssessmentCompleted, _assessment() | done, overrides)
