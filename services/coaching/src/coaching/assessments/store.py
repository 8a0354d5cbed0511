"""Every statement that opens, changes or reads one assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from operator import attrgetter

import orjson
from asyncpg import Record

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.follow_up import FollowUp
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.event import json_of, values_of
from touchline_runtime.transaction import Connection

ADD = """
insert into assessment (id, revision, state, trainee_id, coach_id, team_id, task_number, opportunity_id,
  survey_id, survey_version, survey_required, survey_locked, skills, training, opened_at, due_at, skill_id,
  trainee_survey_id, trainee_survey_version, points, why)
select id, 1, 'open', trainee_id, coach_id, team_id, task_number, opportunity_id, survey_id, survey_version,
  survey_required, survey_locked, '[]', '{}', opened_at, due_at, skill_id, trainee_survey_id,
  trainee_survey_version, points, why
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[],
  $9::boolean[], $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::text[],
  $15::integer[], $16::integer[], $17::jsonb[])
  as opened (id, trainee_id, coach_id, team_id, task_number, opportunity_id, survey_id, survey_version,
    survey_required, survey_locked, opened_at, due_at, skill_id, trainee_survey_id, trainee_survey_version,
    points, why)
"""

_FIELDS = [field.name for field in fields(Assessment)]
_NO_FOLLOW_UP = (None,) * len(fields(FollowUp))
_ADDED = attrgetter(
    "id",
    "trainee_id",
    "coach_id",
    "team_id",
    "task_number",
    "opportunity_id",
    "survey_id",
    "survey_version",
    "survey_required",
    "survey_locked",
    "opened_at",
    "due_at",
    "skill_id",
    "trainee_survey_id",
    "trainee_survey_version",
    "points",
)

CHANGE = """
update assessment set revision = $2, state = $3, survey_id = $4, survey_version = $5, score = $6, rating = $7,
  comments = $8, skills = $9::jsonb, training = $10, started_at = $11, resolved_at = $12, closed_at = $13,
  survey_taken = $14, coach_id = $15, due_at = $16, closed_reason = $17, warned_at = $18, points = $19,
  why = $20::jsonb, trainee_survey_id = $21, trainee_survey_version = $22, follow_up_kind = $23,
  follow_up_owner_id = $24, follow_up_due_on = $25, follow_up_done_at = $26, survey_required = $27
where id = $1
"""

DATE = """
update assessment set task_done_at = coalesce(task.closed_at, task.resolved_at)
from task
where task.number = any($1::text[]) and task_number = task.number
  and task_done_at is distinct from coalesce(task.closed_at, task.resolved_at)
"""

ONE = "select * from assessment where id = $1"

LOCK = "select * from assessment where id = $1 for update"

COUNT_ASSESSMENTS = "select count(*) from assessment"
COUNT_UNCLOSED = "select count(*) from assessment where closed_at is null"
COUNT_UNASSIGNED = "select count(*) from assessment where closed_at is null and coach_id is null"
COUNT_COMPLETED = "select count(*) from assessment where state = 'closed_complete'"


async def add(conn: Connection, opened: Sequence[Assessment]) -> None:
    """Stores assessments as they are when opened."""
    if not opened:
        return
    rows = [(*_ADDED(assessment), orjson.dumps(assessment.why).decode()) for assessment in opened]
    await conn.execute(ADD, *(list(column) for column in zip(*rows, strict=True)))


async def change(conn: Connection, a: Assessment) -> None:
    """Stores the next version of an assessment that this transaction has locked."""
    await change_all(conn, [a])


async def change_all(conn: Connection, assessments: Sequence[Assessment]) -> None:
    """Stores the next versions of assessments that this transaction has locked."""
    await conn.executemany(CHANGE, [_changed(assessment) for assessment in assessments])


def _changed(a: Assessment) -> tuple[object, ...]:
    rest = (
        json_of(a.skills_to_add),
        list(a.training),
        a.started_at,
        a.resolved_at,
        a.closed_at,
        a.survey_taken,
    )
    given = (a.coach_id, a.due_at, a.closed_reason, a.warned_at, a.points, orjson.dumps(a.why).decode())
    about = (a.trainee_survey_id, a.trainee_survey_version)
    follow_up = astuple(a.follow_up) if a.follow_up else _NO_FOLLOW_UP
    known = (a.id, a.revision, a.state.value, a.survey_id, a.survey_version, a.score, a.rating, a.comments)
    return (*known, *rest, *given, *about, *follow_up, a.survey_required)


async def date(conn: Connection, task_numbers: Sequence[str]) -> None:
    """Notes when these tasks were done on whatever assessments they have."""
    await conn.execute(DATE, task_numbers)


async def one(conn: Connection, assessment_id: str) -> Assessment | None:
    """An assessment, or None."""
    row = await conn.fetchrow(ONE, assessment_id)
    return None if row is None else assessment_of(row)


async def lock(conn: Connection, assessment_id: str) -> Assessment | None:
    """An assessment, locked until the transaction ends, or None."""
    row = await conn.fetchrow(LOCK, assessment_id)
    return None if row is None else assessment_of(row)


def assessment_of(row: Record) -> Assessment:
    """The assessment in a row of its table."""
    read = {
        "state": State(row["state"]),
        "skills_to_add": values_of(SkillToAdd, row["skills"]),
        "training": tuple(row["training"]),
        "why": tuple(orjson.loads(row["why"])),
        "follow_up": _follow_up(row),
    }
    # by name, so that a column of a later version is no trouble to this one
    return Assessment(**{name: row[name] for name in _FIELDS if name not in read} | read)


def _follow_up(row: Record) -> FollowUp | None:
    if row["follow_up_kind"] is None:
        return None
    return FollowUp(
        row["follow_up_kind"], row["follow_up_owner_id"], row["follow_up_due_on"], row["follow_up_done_at"]
    )
