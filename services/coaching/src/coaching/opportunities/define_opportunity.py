"""Command: define an opportunity, or the next version of one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from coaching.conditions.condition import Condition
from coaching.conditions.shapes import GivenCondition
from coaching.opportunities import store
from coaching.opportunities.opportunity import (
    AGENT,
    DAYS_UNTIL_DUE,
    LIMIT_DAYS,
    WEEKLY_CAPACITY,
    CoachRule,
    Opportunity,
    check_about_skills,
    check_coach,
    check_person_field,
    check_watched,
)
from coaching.opportunities.view import OpportunityView
from coaching.surveys.find_survey import check_scorable, find_survey
from coaching.surveys.survey import Survey, SurveyRef
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Identifier, IfMatch
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Connection, Transaction

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Limit = Annotated[int, Field(ge=1, le=10_000)]


class OpportunityBody(GivenCondition):
    """What an opportunity consists of.

    ``event_types`` such as ``task.closed``, or ``skill.assigned`` alone with the condition true; ``kinds``
    empty watches every kind of task. Exactly one of ``condition``, CEL over the task's fields, and ``guided``
    rows. ``survey_required`` only counts with a survey; ``coach_field`` goes with the rule task_field.
    ``agent_limit`` (assessments of one trainee in ``agent_limit_days``) and ``coach_weekly_capacity``
    (openings for one coach in a calendar week, by all opportunities) take null for no limit.
    """

    name: Name
    event_types: Annotated[list[Identifier], Field(max_length=20)]
    kinds: Annotated[list[Identifier], Field(max_length=50)] = []
    sampling_percent: Annotated[float, Field(ge=0, le=100)] = 100
    coach_rule: CoachRule = "team_manager"
    coach_id: Identifier | None = None
    survey_id: Identifier | None = None
    survey_required: bool = True
    days_until_due: Annotated[int, Field(ge=1, le=365)] = DAYS_UNTIL_DUE
    active: bool = True
    always_coach: Annotated[list[Identifier], Field(max_length=1000)] = []
    trainee_field: Identifier = AGENT
    trainee_survey_id: Identifier | None = None
    coach_field: Identifier | None = None
    agent_limit: Limit | None = None
    agent_limit_days: Annotated[int, Field(ge=1, le=365)] = LIMIT_DAYS
    coach_weekly_capacity: Limit | None = WEEKLY_CAPACITY


class DefineOpportunity(IfMatch, OpportunityBody):
    """``id`` of an existing opportunity makes its next version; without ``id`` it is a new one."""

    id: Identifier | None = None


async def define_opportunity(tx: Transaction, command: DefineOpportunity) -> OpportunityView:
    """Checks and stores it. Raises Refusal naming the field at fault; a condition's names the position.

    Raises ChangedMeanwhile unless If-Match is its version, and Invalid where there is none yet.
    """
    await _require_current(tx, command)
    id = command.id or new_id()
    defined = await checked(tx.conn, id, command)
    await store.save(tx.conn, defined, command.by.person_id, tx.now)
    return OpportunityView.of((await store.by_ids(tx.conn, [id]))[id])


async def checked(conn: Connection, id: str, body: OpportunityBody) -> Opportunity:
    """The opportunity that is described. Raises Refusal naming the field at fault."""
    check_watched(body.event_types)
    check_coach(body.coach_rule, body.coach_id, body.coach_field)
    check_person_field(body.trainee_field, "trainee_field")
    condition = body.compiled()
    survey = await find_survey(conn, body.survey_id)
    check_scorable(survey)
    about_coach = await find_survey(conn, body.trainee_survey_id, "trainee_survey_id")
    described = _described(id, body, condition, survey, about_coach)
    check_about_skills(described)
    return described


async def _require_current(tx: Transaction, command: DefineOpportunity) -> None:
    if command.if_match is None:
        return
    found = await store.lock(tx.conn, command.id) if command.id else None
    if found is None:
        raise Invalid(
            "If-Match", "goes with the id of an opportunity that there is; leave it out for a new one"
        )
    command.require_current(OpportunityView.of(found))


def _described(
    id: str,
    body: OpportunityBody,
    condition: Condition,
    survey: Survey | None,
    about_coach: Survey | None,
) -> Opportunity:
    return Opportunity(
        id=id,
        version=1,
        name=body.name,
        event_types=tuple(dict.fromkeys(body.event_types)),
        kinds=tuple(dict.fromkeys(body.kinds)),
        condition=condition.text,
        sampling_percent=body.sampling_percent,
        coach_rule=body.coach_rule,
        coach_id=body.coach_id,
        survey=SurveyRef(survey.id, survey.version) if survey else None,
        survey_required=survey is not None and body.survey_required,
        days_until_due=body.days_until_due,
        active=body.active,
        always_coach=tuple(dict.fromkeys(body.always_coach)),
        trainee_field=body.trainee_field,
        trainee_survey=SurveyRef(about_coach.id, about_coach.version) if about_coach else None,
        guided=body.guided_rows(),
        coach_field=body.coach_field,
        agent_limit=body.agent_limit,
        agent_limit_days=body.agent_limit_days,
        coach_weekly_capacity=body.coach_weekly_capacity,
    )
