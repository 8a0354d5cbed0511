"""Every statement about surveys. There is none that changes a published version."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from asyncpg import Record

from coaching.surveys.question import Choice, Label, Question
from coaching.surveys.survey import CutOffs, Section, Survey
from touchline_runtime.transaction import Connection

LATEST = "select * from survey where id = $1 order by version desc limit 1"

VERSION = "select * from survey where id = $1 and version = $2"

PAGE = """
select distinct on (id) * from survey where ($1::text is null or id > $1) order by id, version desc limit $2
"""

PUBLISH = """
insert into survey (id, version, name, questions, sections, cut_offs, published_by, published_at)
values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8) on conflict do nothing returning version
"""

SAVE_DRAFT = """
insert into survey_draft (id, name, body, changed_by, changed_at) values ($1, $2, $3::jsonb, $4, $5)
on conflict (id) do update set name = excluded.name, body = excluded.body, changed_by = excluded.changed_by,
  changed_at = excluded.changed_at
"""

DRAFT = "select * from survey_draft where id = $1"

LOCK_DRAFT = "select * from survey_draft where id = $1 for update"

DRAFTS = "select * from survey_draft where ($1::text is null or id > $1) order by id limit $2"

DROP_DRAFT = "delete from survey_draft where id = $1 returning id"

COUNT_SURVEYS = "select count(distinct id) from survey"


_ASKED = {field.name for field in fields(Question)}


class Draft(NamedTuple):
    """What the next version of a survey will be, as far as it is written."""

    id: str
    name: str
    body: dict[str, Any]
    changed_by: str
    changed_at: datetime


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


async def publish(conn: Connection, survey: Survey) -> bool:
    """Stores a new version; False if another request published this very version first."""
    stored = await conn.fetchval(
        PUBLISH,
        survey.id,
        survey.version,
        survey.name,
        orjson.dumps(survey.questions).decode(),
        orjson.dumps([section._asdict() for section in survey.sections]).decode(),
        list(survey.cut_offs),
        survey.published_by,
        survey.published_at,
    )
    return stored is not None


async def save_draft(conn: Connection, draft: Draft) -> None:
    """Stores a draft in place of the survey's earlier one."""
    body = orjson.dumps(draft.body).decode()
    await conn.execute(SAVE_DRAFT, draft.id, draft.name, body, draft.changed_by, draft.changed_at)


async def draft(conn: Connection, survey_id: str) -> Draft | None:
    """A survey's draft, or None."""
    row = await conn.fetchrow(DRAFT, survey_id)
    return None if row is None else _draft(row)


async def lock_draft(conn: Connection, survey_id: str) -> Draft | None:
    """A survey's draft, locked until the transaction ends, or None."""
    row = await conn.fetchrow(LOCK_DRAFT, survey_id)
    return None if row is None else _draft(row)


async def drafts(conn: Connection, after: str | None, limit: int) -> list[Draft]:
    """Drafts by id, from after an id."""
    return [_draft(row) for row in await conn.fetch(DRAFTS, after, limit)]


async def drop_draft(conn: Connection, survey_id: str) -> bool:
    """Removes a draft; False if there is none."""
    return await conn.fetchval(DROP_DRAFT, survey_id) is not None


def _draft(row: Record) -> Draft:
    return Draft(**{name: row[name] for name in Draft._fields} | {"body": orjson.loads(row["body"])})


def _survey(row: Record) -> Survey:
    questions = tuple(_question(asked) for asked in orjson.loads(row["questions"]))
    sections = tuple(Section(**section) for section in orjson.loads(row["sections"]))
    return Survey(
        row["id"],
        row["version"],
        row["name"],
        questions,
        sections,
        CutOffs(*row["cut_offs"]),
        row["published_by"],
        row["published_at"],
    )


def _question(asked: dict[str, Any]) -> Question:
    parts = {
        "labels": tuple(Label(**label) for label in asked.get("labels", ())),
        "choices": tuple(Choice(**choice) for choice in asked.get("choices", ())),
    }
    return Question(**{name: asked[name] for name in _ASKED & asked.keys()} | parts)
