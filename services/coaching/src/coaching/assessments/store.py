"""Every statement about assessments and the surveys taken for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

import orjson
from asyncpg import Record

from coaching.assessments.assessment import Assessment, State
from coaching.surveys.question import Answer
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.event import json_of, values_of
from touchline_runtime.transaction import Connection

ADD = """
insert into assessment (id, revision, state, trainee_id, coach_id, team_id, task_number, opportunity_id,
  survey_id, survey_version, survey_required, survey_locked, skills, training, opened_at, due_at)
select id, 1, 'open', trainee_id, coach_id, team_id, task_number, opportunity_id, survey_id, survey_version,
  survey_required, survey_locked, '[]', '{}', opened_at, due_at
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[],
  $9::boolean[], $10::boolean[], $11::timestamptz[], $12::timestamptz[])
  as opened (id, trainee_id, coach_id, team_id, task_number, opportunity_id, survey_id, survey_version,
    survey_required, survey_locked, opened_at, due_at)
"""

_FIELDS = [field.name for field in fields(Assessment)]
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
)

CHANGE = """
update assessment set revision = $2, state = $3, survey_id = $4, survey_version = $5, score = $6, rating = $7,
  comments = $8, skills = $9::jsonb, training = $10, started_at = $11, resolved_at = $12, closed_at = $13,
  survey_taken = $14, coach_id = $15, due_at = $16, closed_reason = $17
where id = $1
"""

ONE = "select * from assessment where id = $1"

LOCK = "select * from assessment where id = $1 for update"

AFTER = """
select * from assessment
where ($1::text[] is null or team_id = any($1) or coach_id = $2::text or trainee_id = $2)
  and ($3::text is null or state = $3) and ($4::text is null or team_id = $4)
  and ($5::text is null or trainee_id = $5) and ($6::text is null or coach_id = $6)
  and ($7::text is null or task_number = $7) and ($8::text is null or opportunity_id = $8)
  and ($9::timestamptz is null or due_at < $9)
  and ($10::timestamptz is null or (due_at, id) > ($10, $11::text))
order by due_at, id limit $12
"""

TAKE = """
insert into taken_survey (assessment_id, taken_by, survey_id, survey_version, answers, score, rating, failed,
  person_id, taken_at)
values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10)
on conflict (assessment_id, taken_by) do update set survey_id = excluded.survey_id,
  survey_version = excluded.survey_version, answers = excluded.answers, score = excluded.score,
  rating = excluded.rating, failed = excluded.failed, person_id = excluded.person_id,
  taken_at = excluded.taken_at
"""

TAKEN = "select * from taken_survey where assessment_id = $1 order by taken_by"

COUNT_ASSESSMENTS = "select count(*) from assessment"
COUNT_UNCLOSED = "select count(*) from assessment where closed_at is null"
COUNT_UNASSIGNED = "select count(*) from assessment where closed_at is null and coach_id is null"
COUNT_COMPLETED = "select count(*) from assessment where state = 'closed_complete'"


class Filter(NamedTuple):
    """What a list shows; None leaves it open. ``due_before`` is exclusive."""

    state: str | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    task: str | None = None
    opportunity: str | None = None
    due_before: datetime | None = None


class TakenSurvey(NamedTuple):
    """One person's answers to one version of a survey; ``taken_by`` is coach or trainee."""

    taken_by: str
    survey_id: str
    survey_version: int
    answers: Mapping[str, Answer]
    score: float | None
    rating: str | None
    failed: Sequence[str]
    person_id: str
    taken_at: datetime


async def add(conn: Connection, opened: Sequence[Assessment]) -> None:
    """Stores assessments as they are when opened."""
    if not opened:
        return
    rows = [_ADDED(assessment) for assessment in opened]
    await conn.execute(ADD, *(list(column) for column in zip(*rows, strict=True)))


async def change(conn: Connection, a: Assessment) -> None:
    """Stores the next version of an assessment that this transaction has locked."""
    rest = (json_of(a.skills), list(a.training), a.started_at, a.resolved_at, a.closed_at, a.survey_taken)
    given = (a.coach_id, a.due_at, a.closed_reason)
    known = (a.id, a.revision, a.state.value, a.survey_id, a.survey_version, a.score, a.rating, a.comments)
    await conn.execute(CHANGE, *known, *rest, *given)


async def one(conn: Connection, assessment_id: str) -> Assessment | None:
    """An assessment, or None."""
    row = await conn.fetchrow(ONE, assessment_id)
    return None if row is None else _assessment(row)


async def lock(conn: Connection, assessment_id: str) -> Assessment | None:
    """An assessment, locked until the transaction ends, or None."""
    row = await conn.fetchrow(LOCK, assessment_id)
    return None if row is None else _assessment(row)


async def after(
    conn: Connection,
    teams: Sequence[str] | None,
    person_id: str,
    shown: Filter,
    place: tuple[datetime, str] | None,
    limit: int,
) -> list[Assessment]:
    """Assessments of these teams (None: of all), and those that the person coaches or is coached in,
    the first due first.
    """
    rows = await conn.fetch(AFTER, teams, person_id, *shown, *(place or (None, None)), limit)
    return [_assessment(row) for row in rows]


async def take(conn: Connection, assessment_id: str, taken: TakenSurvey) -> None:
    """Stores answers in place of earlier ones."""
    answers = orjson.dumps(taken.answers).decode()
    await conn.execute(TAKE, assessment_id, *taken._replace(answers=answers))  # type: ignore[arg-type]


async def taken(conn: Connection, assessment_id: str) -> list[TakenSurvey]:
    """The surveys taken for an assessment: the coach's first."""
    rows = await conn.fetch(TAKEN, assessment_id)
    return [
        TakenSurvey(
            **{name: row[name] for name in TakenSurvey._fields} | {"answers": orjson.loads(row["answers"])}
        )
        for row in rows
    ]


def _assessment(row: Record) -> Assessment:
    read = {
        "state": State(row["state"]),
        "skills": values_of(SkillToAdd, row["skills"]),
        "training": tuple(row["training"]),
    }
    # by name, so that a column of a later version is no trouble to this one
    return Assessment(**{name: row[name] for name in _FIELDS} | read)
