"""Every SQL statement about what was recommended to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from touchline_runtime.transaction import Connection

FIND = """
SELECT person_id, course_ids, skill_ids, content::text AS content, changed_at FROM training_plan
WHERE person_id = ANY($1::text[])
"""
SAVE = """
INSERT INTO training_plan (person_id, course_ids, skill_ids, content, changed_at)
VALUES ($1, $2::text[], $3::text[], $4::text::jsonb, $5)
ON CONFLICT (person_id) DO UPDATE
SET course_ids = excluded.course_ids, skill_ids = excluded.skill_ids, content = excluded.content,
    changed_at = excluded.changed_at
"""

LIST = """
SELECT person.id AS person_id, person.name, content::text AS content, changed_at
FROM training_plan AS plan JOIN person ON person.id = plan.person_id AND person.active
WHERE jsonb_array_length(content -> 'gaps') > 0
    AND ($1::text[] IS NULL OR EXISTS (
        SELECT FROM team_person WHERE team_id = ANY($1) AND part = 'member' AND person_id = person.id))
    AND ($2::text IS NULL OR $2 = ANY(course_ids))
    AND ($3::text IS NULL OR EXISTS (
        SELECT FROM jsonb_array_elements(content -> 'gaps') AS gap WHERE gap ->> 'skill_id' = $3))
    AND ($4::text IS NULL OR (person.name, person.id) > ($4, $5::text))
ORDER BY person.name, person.id LIMIT $6
"""


class Place(NamedTuple):
    """Where a page ended."""

    name: str
    person_id: str


class ListedRow(NamedTuple):
    """A person's plan in a list."""

    person_id: str
    name: str
    content: str
    changed_at: datetime


class PlanRow(NamedTuple):
    """A person's plan: its courses, the skills that they close gaps of, and what HTTP shows of it as JSON.

    ``changed_at``: since when it has these courses and skills.
    """

    person_id: str
    course_ids: list[str]
    skill_ids: list[str]
    content: str
    changed_at: datetime


async def find(conn: Connection, persons: Sequence[str]) -> dict[str, PlanRow]:
    """The plans of these persons that there are."""
    return {row["person_id"]: PlanRow(**row) for row in await conn.fetch(FIND, persons)}


async def save(conn: Connection, rows: Sequence[PlanRow]) -> None:
    """Writes plans."""
    await conn.executemany(SAVE, rows)


async def page(
    conn: Connection,
    teams: Sequence[str] | None,
    course: str | None,
    skill: str | None,
    after: Place | None,
    limit: int,
) -> list[ListedRow]:
    """Those with gaps among the members of the teams (None: everybody), by name, after the place."""
    rows = await conn.fetch(LIST, teams, course, skill, *(after or (None, None)), limit)
    return [ListedRow(**row) for row in rows]
