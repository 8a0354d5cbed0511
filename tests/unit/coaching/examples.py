"""Believable things of the coaching service, for its unit tests."""

from __future__ import annotations

from datetime import timedelta

from coaching.assessments.assessment import Assessment, State
from coaching.opportunities.opportunity import Opportunity
from coaching.surveys.question import Choice, Question
from coaching.surveys.survey import Survey
from touchline_runtime.testing.databases import NOW

AN_OPPORTUNITY = Opportunity(
    id="opportunity-1",
    version=1,
    name="Slow cases",
    event_types=("task.closed",),
    kinds=(),
    condition="true",
    sampling_percent=100,
    coach_rule="team_manager",
    coach_id=None,
    survey=None,
    survey_required=False,
    days_until_due=7,
    active=True,
)

AN_ASSESSMENT = Assessment(
    id="assessment-1",
    revision=1,
    state=State.OPEN,
    trainee_id="agent",
    coach_id="manager",
    team_id="payments",
    task_number="CS0001",
    opportunity_id="opportunity-1",
    survey_id="quality",
    survey_version=2,
    survey_required=True,
    survey_locked=True,
    opened_at=NOW,
    due_at=NOW + timedelta(days=7),
)

A_SURVEY = Survey(
    "quality",
    1,
    "Quality",
    (
        Question("tone", "Kind?", 1, 5, weight=1),
        Question("fix", "Solved?", 0, 10, weight=3),
        Question("greeted", "Greeted?", kind="yes_no", required=False),
        Question("why", "Why?", kind="text", required=False),
    ),
)
A_CHOICE = Question(
    "channel",
    "Right channel?",
    kind="choice",
    choices=(Choice("no", "No", 0), Choice("partly", "Partly", 2), Choice("yes", "Yes", 8)),
)
