"""Every SQL statement about what was inferred of tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import orjson

from touchline_runtime.transaction import Connection

FIND = "SELECT task_number, skill_ids FROM inference WHERE task_number = ANY($1::text[])"
SAVE = """
INSERT INTO inference (task_number, skill_ids)
SELECT number, array(SELECT jsonb_array_elements_text(skills::jsonb))
FROM unnest($1::text[], $2::text[]) AS told(number, skills)
ON CONFLICT (task_number) DO UPDATE SET skill_ids = excluded.skill_ids
"""
FORGET = "DELETE FROM inference WHERE task_number = ANY($1::text[])"


async def find(conn: Connection, numbers: Collection[str]) -> dict[str, list[str]]:
    """What was last told of these tasks; those of which nothing holds are left out."""
    rows = await conn.fetch(FIND, list(numbers))
    return {row["task_number"]: row["skill_ids"] for row in rows}


async def save(conn: Connection, told: Mapping[str, Sequence[str]]) -> None:
    """Keeps what was told of tasks."""
    kept = {number: skills for number, skills in told.items() if skills}
    await conn.execute(SAVE, list(kept), [orjson.dumps(skills).decode() for skills in kept.values()])
    await conn.execute(FORGET, [number for number in told if number not in kept])
