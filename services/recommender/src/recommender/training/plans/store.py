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
