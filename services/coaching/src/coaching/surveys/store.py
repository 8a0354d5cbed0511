"""Every statement about surveys. There is none that changes a published version."""

from __future__ import annotations

from datetime import datetime

import orjson
from asyncpg import Record

from coaching.surveys.survey import Question, Survey
from touchline_runtime.transaction import Connection

LATEST = "select * from survey where id = $1 order by version desc limit 1"

VERSION = "select * from survey where id = $1 and version = $2"

PAGE = """
select distinct on (id) * from survey where ($1::text is null or id > $1) order by id, version desc limit $2
"""

PUBLISH = """
insert into survey (id, version, name, questions, published_by, published_at)
values ($1, $2, $3, $4::jsonb, $5, $6) on conflict do nothing returning version
"""

COUNT_SURVEYS = "select count(distinct id) from survey"


async def latest(conn: Connection, survey_id: str) -> Survey | None:
    """The newest version of a survey, or None."""
    row = await conn.fetchrow(LATEST, survey_id)
    return None if row is None else _survey(row)


async def version(conn: Connection, survey_id: str, version: int) -> Survey | None:
    """One version of a survey, or None."""
    row = await conn.fetchrow(VERSION, survey_id, version)
    return None if row is None else _survey(row)


async def page(conn: Connection, after: str | None, limit: int) -> list[Survey]:
    """The newest version of each survey by id, from after an id."""
    return [_survey(row) for row in await conn.fetch(PAGE, after, limit)]


async def publish(conn: Connection, survey: Survey, by: str, now: datetime) -> bool:
    """Stores a new version; False if another request published this very version first."""
    questions = orjson.dumps(survey.questions).decode()
    return (
        await conn.fetchval(PUBLISH, survey.id, survey.version, survey.name, questions, by, now) is not None
    )


def _survey(row: Record) -> Survey:
    questions = tuple(Question(**question) for question in orjson.loads(row["questions"]))
    return Survey(row["id"], row["version"], row["name"], questions)
