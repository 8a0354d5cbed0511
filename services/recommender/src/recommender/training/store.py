"""Every SQL statement that reads what training is recommended from. Skills by the ids they have now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from touchline_runtime.transaction import Connection

PERSONS = "SELECT id FROM known_person WHERE active AND id > $1 ORDER BY id LIMIT $2"
MEMBERSHIPS = """
SELECT person_id, team_id FROM team_person JOIN team ON team.id = team_id AND team.active
WHERE part = 'member' AND person_id = ANY($1::text[]) ORDER BY person_id, team_id
"""
NAMES = "SELECT id, coalesce(nullif(name, ''), id) AS name FROM skill WHERE merged_into IS NULL"
# Counted by all tags together first: there are far fewer such sets than tasks.
NEEDS = """
WITH tagged AS (
    SELECT team_id, tags, count(*) AS tasks FROM tagged_work
    WHERE finished AND team_id IS NOT NULL AND finished_at > $1 AND finished_at <= $2
    GROUP BY team_id, tags
),
called AS (
    SELECT team_id, skill_id, sum(tasks)::bigint AS tasks
    FROM tagged CROSS JOIN LATERAL skills_of_today(tags) AS each(skill_id)
    GROUP BY team_id, skill_id
),
held AS (
    SELECT person_id, coalesce(merged_into, skill_id) AS skill_id, max(level) AS level
    FROM held_level LEFT JOIN skill ON skill.id = skill_id
    WHERE level IS NOT NULL GROUP BY 1, 2
),
usual AS (
    SELECT team_id, skill_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY level) AS level
    FROM held JOIN team_person USING (person_id) WHERE part = 'member'
    GROUP BY team_id, skill_id HAVING count(*) >= $3
)
SELECT called.team_id, called.skill_id, called.tasks, total.tasks AS total, usual.level AS usual_level
FROM called JOIN skill ON skill.id = called.skill_id AND NOT skill.retired
JOIN (SELECT team_id, sum(tasks)::bigint AS tasks FROM tagged GROUP BY team_id) AS total USING (team_id)
LEFT JOIN usual USING (team_id, skill_id)
ORDER BY called.team_id, called.skill_id
"""
HELD = """
SELECT person_id, coalesce(merged_into, skill_id) AS skill_id, max(level) AS level
FROM held_level LEFT JOIN skill ON skill.id = skill_id
WHERE level IS NOT NULL AND person_id = ANY($1::text[]) GROUP BY 1, 2
"""
_AWARDS = """
award AS (
    SELECT course.id AS course_id, coalesce(merged_into, given.skill_id) AS skill_id,
        max(given.level) AS level
    FROM course CROSS JOIN LATERAL jsonb_to_recordset(skills) AS given(skill_id text, level integer)
    LEFT JOIN skill ON skill.id = given.skill_id GROUP BY 1, 2
)
"""
# What a completed course awards was trained since the score: it says no more how things stand.
SCORES = (
    "WITH"
    + _AWARDS
    + """,
about AS (
    SELECT one.id, one.person_id, coalesce(skill.merged_into, tag) AS skill_id, one.score, one.completed_at
    FROM scored_assessment AS one
    LEFT JOIN finished_task AS task ON task.number = one.task_number
    LEFT JOIN inference ON inference.task_number = one.task_number
    CROSS JOIN LATERAL unnest(CASE WHEN one.skill_id IS NOT NULL THEN ARRAY[one.skill_id]
        WHEN task.skill_ids <> '{}' THEN task.skill_ids ELSE coalesce(inference.skill_ids, '{}') END) AS tag
    LEFT JOIN skill ON skill.id = tag
    WHERE one.person_id = ANY($1::text[]) AND one.score IS NOT NULL AND one.completed_at > $2
),
last AS (
    SELECT DISTINCT ON (person_id, skill_id) person_id, skill_id, score, completed_at FROM about
    ORDER BY person_id, skill_id, completed_at DESC, id DESC
)
SELECT person_id, skill_id, score FROM last
WHERE NOT EXISTS (
    SELECT FROM learning_task AS taken JOIN award USING (course_id)
    WHERE taken.person_id = ANY($1) AND taken.person_id = last.person_id AND award.skill_id = last.skill_id
        AND taken.state = 'completed' AND taken.completed_at > last.completed_at)
"""
)
OFFERS = (
    "WITH"
    + _AWARDS
    + """
SELECT course.id AS course_id, title, minutes, retired > published AS retired, skill_id, level
FROM course JOIN award ON award.course_id = course.id ORDER BY course.id, skill_id
"""
)
TAKEN = """
SELECT person_id, course_id, state FROM learning_task
WHERE state <> 'cancelled' AND person_id = ANY($1::text[])
"""


async def persons_after(conn: Connection, id: str, limit: int) -> list[str]:
    """The next active persons, by id."""
    return [row["id"] for row in await conn.fetch(PERSONS, id, limit)]


async def memberships(conn: Connection, persons: Sequence[str]) -> list[Record]:
    """``person_id`` is a member of the active team ``team_id``."""
    return await conn.fetch(MEMBERSHIPS, persons)


async def names(conn: Connection) -> dict[str, str]:
    """What each skill is called."""
    return {row["id"]: row["name"] for row in await conn.fetch(NAMES)}


async def needs(conn: Connection, since: datetime, until: datetime, holders: int) -> list[Record]:
    """What each team's work of the time calls for, and the usual level where ``holders`` or more hold it."""
    return await conn.fetch(NEEDS, since, until, holders)


async def held(conn: Connection, persons: Sequence[str]) -> list[Record]:
    """What they hold, by level."""
    return await conn.fetch(HELD, persons)


async def scores(conn: Connection, persons: Sequence[str], since: datetime) -> list[Record]:
    """The last score by person and skill after ``since``, unless a course for it was completed later."""
    return await conn.fetch(SCORES, persons, since)


async def offers(conn: Connection) -> list[Record]:
    """Every course with each skill that it awards, retired ones too."""
    return await conn.fetch(OFFERS)


async def taken(conn: Connection, persons: Sequence[str]) -> list[Record]:
    """The courses that they were assigned or completed, and in which ``state`` that is."""
    return await conn.fetch(TAKEN, persons)
