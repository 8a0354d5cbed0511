"""Every SQL statement of the weeks of holders: kept ones, and those that the ledger tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from skills.overview.holders.store import _GRADED, _TAKE, ALL_SKILLS
from skills.overview.weeks import ONE_WEEK
from touchline_runtime.transaction import Connection

WEEKS = 104
"""So many are kept."""
AT_ONCE = 5
"""So many skills are counted at once: what happened to each in two years is read."""
GAP = 4
"""Where more weeks than these are to be caught up with, they are counted skill by skill."""
# The weeks of skills in ``asked`` from a ``monday`` on to the end of ``span``. Backwards from now: whom
# nothing happened to since the first of them held it all the time. Of others an entry holds until the first
# moment at which a later one was made, or until its own end: in the week in which it begins a person's bit
# flips, and again in that in which it ends. Of what is older only the newest entry counts. A moment between
# two weeks belongs to the one before.
_OF_LEDGER = """
recent AS MATERIALIZED (
    SELECT l.* FROM asked a CROSS JOIN LATERAL (
        SELECT person_id, skill_id, revision, level, at, valid_until FROM ledger
        WHERE skill_id = a.id AND at > (a.monday + 7)::timestamp AT TIME ZONE 'UTC' OFFSET 0
    ) l
),
moved AS MATERIALIZED (
    SELECT person_id, skill_id FROM recent
    UNION
    SELECT h.person_id, h.skill_id FROM held_skill h
    WHERE h.valid_until <= now() AND h.skill_id IN (SELECT id FROM asked)
),
steady AS (
    SELECT skill_id, block, bit_or(holders) & ~coalesce(bit_or(others), 0::bit(8192)) AS holders FROM (
        SELECT skill_id, block, holders, NULL::bit(8192) AS others FROM graded
        UNION ALL
        SELECT m.skill_id, n.block, 0::bit(8192), set_bit(0::bit(8192), n.place, 1)
        FROM moved m JOIN person_number n USING (person_id)
    ) both_of GROUP BY skill_id, block
),
step AS MATERIALIZED (
    SELECT person_id, skill_id, level, at, least(valid_until, min(at) OVER (
        PARTITION BY person_id, skill_id ORDER BY revision DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS until
    FROM (
        SELECT * FROM recent
        UNION ALL
        SELECT m.person_id, m.skill_id, before.* FROM moved m JOIN asked a ON a.id = m.skill_id
        CROSS JOIN LATERAL (
            SELECT revision, level, at, valid_until FROM ledger l
            WHERE l.person_id = m.person_id AND l.skill_id = m.skill_id
              AND l.at <= (a.monday + 7)::timestamp AT TIME ZONE 'UTC'
            ORDER BY revision DESC LIMIT 1
        ) before
    )
),
flip AS (
    SELECT s.skill_id, n.block, flipped AS monday, bit_xor(set_bit(0::bit(8192), n.place, 1)) AS holders
    FROM step s JOIN asked a ON a.id = s.skill_id JOIN person_number n USING (person_id)
    CROSS JOIN LATERAL (
        SELECT greatest(a.monday, date_trunc('week', (s.at - tick) AT TIME ZONE 'UTC')::date) AS begins,
            date_trunc('week', (s.until - tick) AT TIME ZONE 'UTC')::date AS ends
        FROM (SELECT interval '1 microsecond' AS tick)
    ) of_step
    CROSS JOIN LATERAL unnest(ARRAY[begins, ends]) AS flipped
    WHERE s.level IS NOT NULL AND (ends > begins OR ends IS NULL) AND flipped IS NOT NULL
    GROUP BY s.skill_id, n.block, flipped
),
told AS (
    SELECT a.id AS skill_id, week.monday, b.block, coalesce(s.holders, 0::bit(8192))
        # bit_xor(coalesce(f.holders, 0::bit(8192))) OVER (PARTITION BY a.id, b.block ORDER BY week.monday)
        AS holders
    FROM asked a CROSS JOIN span
    CROSS JOIN LATERAL (
        SELECT day::date AS monday
        FROM generate_series(a.monday::timestamp, span.last::timestamp, interval '7 days') AS day
    ) week
    CROSS JOIN generate_series(0, (SELECT max(number) / 8192 FROM person_number)) AS b (block)
    LEFT JOIN steady s ON s.skill_id = a.id AND s.block = b.block
    LEFT JOIN flip f ON f.skill_id = a.id AND f.block = b.block AND f.monday = week.monday
)
"""
KEPT = "SELECT monday, date_trunc('week', now() AT TIME ZONE 'UTC')::date - 7 FROM holder_week_kept"
KEEP_UNTIL = "UPDATE holder_week_kept SET monday = $1"
FORGET_OLD = "DELETE FROM holder_week WHERE monday < $1"
NOTE_ALL = "INSERT INTO holder_week_change (skill_id, since) SELECT id, '-infinity' FROM skill"
# What is noted of a week that is not over is in its count when it is.
FORGET_NEW_CHANGES = """
DELETE FROM holder_week_change WHERE since > ($1::date + 7)::timestamp AT TIME ZONE 'UTC'
"""
TAKE_CHANGES = _TAKE.format(notes="holder_week_change")
FORGET_WEEKS = "DELETE FROM holder_week WHERE skill_id = ANY($1::text[])"
COUNT_WEEKS = (
    """
WITH span AS (SELECT $3::date AS last),
asked AS MATERIALIZED (SELECT unnest($1::text[]) AS id, $2::date AS monday),
"""
    + _GRADED
    + _OF_LEDGER
    + """
INSERT INTO holder_week (skill_id, monday, block, holders)
SELECT skill_id, monday, block, holders FROM told WHERE holders <> 0::bit(8192)
"""
)
FORGET_ANY = "DELETE FROM holder_week WHERE skill_id = '' AND monday >= $1"
COUNT_ANY = """
INSERT INTO holder_week (skill_id, monday, block, holders)
SELECT '', monday, block, bit_or(holders) FROM holder_week WHERE monday >= $1 GROUP BY monday, block
"""


async def follow_the_week(conn: Connection) -> None:
    """Where a week has ended since the last time, counts it for all skills."""
    kept, ended = await _kept(conn)
    if kept >= ended:
        return
    await conn.execute(KEEP_UNTIL, ended)
    await conn.execute(FORGET_OLD, _first(ended))
    if ended - kept > GAP * ONE_WEEK:
        await conn.execute(NOTE_ALL)
    else:
        skills = [row["id"] for row in await conn.fetch(ALL_SKILLS)]
        await _count(conn, skills, kept + ONE_WEEK, ended)


async def fold(conn: Connection, limit: int) -> bool:
    """Counts the weeks of so many skills anew, those that changed first. False: of none."""
    kept, _ = await _kept(conn)
    await conn.execute(FORGET_NEW_CHANGES, kept)
    skills = [row["skill_id"] for row in await conn.fetch(TAKE_CHANGES, limit)]
    if skills:
        await conn.execute(FORGET_WEEKS, skills)
        await _count(conn, skills, _first(kept), kept)
    return bool(skills)


async def count_all(conn: Connection) -> None:
    """Counts the weeks of all skills, whatever was noted of them."""
    await conn.execute(NOTE_ALL)
    while await fold(conn, AT_ONCE):
        pass


async def _kept(conn: Connection) -> tuple[date, date]:
    """The last week that is kept, and the last that is over, by their Mondays."""
    row = await conn.fetchrow(KEPT)
    assert row is not None
    return row[0], row[1]


def _first(last: date) -> date:
    return last - (WEEKS - 1) * ONE_WEEK


async def _count(conn: Connection, skills: Sequence[str], first: date, last: date) -> None:
    await conn.execute(COUNT_WEEKS, skills, first, last)
    await conn.execute(FORGET_ANY, first)
    await conn.execute(COUNT_ANY, first)
