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

SAVE_DRAFT = """
insert into answer_draft (assessment_id, taken_by, person_id, survey_id, survey_version, answers, saved_at)
values ($1, $2, $3, $4, $5, $6::jsonb, $7)
on conflict (assessment_id, taken_by, person_id) do update set survey_id = excluded.survey_id,
  survey_version = excluded.survey_version, answers = excluded.answers, saved_at = excluded.saved_at
"""

DRAFTS = "select * from answer_draft where assessment_id = $1 and person_id = $2 order by taken_by"

DROP_DRAFTS = "delete from answer_draft where assessment_id = $1 and taken_by = $2"


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


class AnswerDraft(NamedTuple):
    """Answers that their author has not given yet."""

    taken_by: str
    person_id: str
    survey_id: str
    survey_version: int
    answers: Mapping[str, Answer]
    saved_at: datetime


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


async def save_draft(conn: Connection, assessment_id: str, draft: AnswerDraft) -> None:
    """Stores a draft in place of its author's earlier one."""
    answers = orjson.dumps(draft.answers).decode()
    await conn.execute(SAVE_DRAFT, assessment_id, *draft._replace(answers=answers))  # type: ignore[arg-type]


async def drafts_of(conn: Connection, assessment_id: str, person_id: str) -> list[AnswerDraft]:
    """What a person has written for an assessment and not given yet: as its coach first."""
    rows = await conn.fetch(DRAFTS, assessment_id, person_id)
    return [
        AnswerDraft(
            **{name: row[name] for name in AnswerDraft._fields} | {"answers": orjson.loads(row["answers"])}
        )
        for row in rows
    ]


async def drop_drafts(conn: Connection, assessment_id: str, taken_by: str) -> None:
    """Forgets everybody's drafts of one survey of an assessment."""
    await conn.execute(DROP_DRAFTS, assessment_id, taken_by)
