"""Every statement about the surveys taken for assessments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import orjson

from coaching.surveys.question import Answer
from touchline_runtime.transaction import Connection

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
