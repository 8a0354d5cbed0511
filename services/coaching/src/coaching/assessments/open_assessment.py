"""Command: a coach opens an assessment by hand, from any stored task."""

from __future__ import annotations

from datetime import timedelta

from asyncpg import Record
from pydantic import AwareDatetime

from coaching.activity.entry import Entry
from coaching.activity.store import note
from coaching.assessments import store
from coaching.assessments.assessment import Assessment, State
from coaching.assessments.view import AssessmentView
from coaching.opportunities.opportunity import DAYS_UNTIL_DUE
from coaching.surveys.find_survey import find_survey
from coaching.surveys.survey import Survey
from coaching.tasks import store as tasks
from touchline_contracts.refusal import Refusal
from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import require_person, teams_in_scope
from touchline_runtime.errors import Forbidden
from touchline_runtime.http import Command, Identifier
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Connection, Transaction


class OpenAssessment(Command):
    """``trainee_id`` is the task's agent unless named; ``due_at`` is in 7 days unless given."""

    task_number: Identifier
    trainee_id: Identifier | None = None
    survey_id: Identifier | None = None
    due_at: AwareDatetime | None = None


async def open_assessment(tx: Transaction, command: OpenAssessment) -> AssessmentView:
    """Opens it for the caller as coach. Raises Refusal naming the field at fault; Forbidden for a person
    in no team of the caller's, and for a task that is neither of such a team nor assigned to the trainee.
    """
    task = await tasks.task(tx.conn, command.task_number)
    if task is None:
        raise Refusal("unknown-task", f"no task {command.task_number!r} is known", "task_number")
    trainee_id = _trainee(command, task)
    await require_person(tx.conn, command.by, trainee_id, Role.COACHING_ADMIN)
    await _require_task(tx.conn, command.by, task, trainee_id)
    if command.due_at is not None and command.due_at <= tx.now:
        raise Refusal("due-in-the-past", "must lie in the future", "due_at")
    survey = await find_survey(tx.conn, command.survey_id)
    assessment = _opened(tx, command, trainee_id, task["team_id"], survey)
    await store.add(tx.conn, [assessment])
    await note(tx.conn, [Entry(assessment.id, tx.now, command.by.person_id, "opened")])
    await store.date(tx.conn, [command.task_number])
    tx.emit(assessment.opened())
    return AssessmentView.of(assessment)


async def _require_task(conn: Connection, by: Principal, task: Record, trainee_id: str) -> None:
    teams = await teams_in_scope(conn, by, Role.COACHING_ADMIN)
    if teams is not None and task["team_id"] not in teams and task["agent_id"] != trainee_id:
        raise Forbidden("This task belongs to a team that is not yours, and is not assigned to the trainee.")


def _trainee(command: OpenAssessment, task: Record) -> str:
    trainee_id: str | None = command.trainee_id or task["agent_id"]
    if trainee_id is None:
        raise Refusal("no-trainee", "must be given: the task is assigned to nobody", "trainee_id")
    if trainee_id == command.by.person_id:
        raise Refusal("own-trainee", "must be another person: nobody coaches themselves", "trainee_id")
    return trainee_id


def _opened(
    tx: Transaction, command: OpenAssessment, trainee_id: str, team_id: str | None, survey: Survey | None
) -> Assessment:
    return Assessment(
        id=new_id(),
        revision=1,
        state=State.OPEN,
        trainee_id=trainee_id,
        coach_id=command.by.person_id,
        team_id=team_id,
        task_number=command.task_number,
        opportunity_id=None,
        survey_id=survey.id if survey else None,
        survey_version=survey.version if survey else None,
        survey_required=survey is not None,
        opened_at=tx.now,
        due_at=command.due_at or tx.now + timedelta(days=DAYS_UNTIL_DUE),
    )
