"""Every SQL statement about the skills that a team's tasks call for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from touchline_runtime.transaction import Connection

NEEDS = """
SELECT team_id, skill_id, tasks, open, inferred = tasks FROM need WHERE team_id = ANY($1::text[])
ORDER BY team_id, tasks DESC, skill_id
"""
NEEDED = "SELECT coalesce(array_agg(DISTINCT skill_id), '{}') FROM need WHERE team_id = ANY($1::text[])"


class Need(NamedTuple):
    """A skill that a team's tasks call for. ``tasks``: opened in the last 90 days; ``open``: open now.
    ``inferred``: none of those tasks names the skill; it was inferred from their texts.
    """

    skill_id: str
    tasks: int
    open: int
    inferred: bool


async def needs(conn: Connection, team_ids: Sequence[str]) -> dict[str, list[Need]]:
    """What each team's tasks call for, the most frequent first; a skill by the id that it has today.

    A team without such tasks has an empty list. A task that names two skills merged since counts twice.
    A retired skill is left out: it is given to nobody any more.
    """
    found: dict[str, list[Need]] = {team_id: [] for team_id in team_ids}
    for team_id, *need in await conn.fetch(NEEDS, team_ids):
        found[team_id].append(Need(*need))
    return found


async def needed(conn: Connection, team_ids: Sequence[str]) -> list[str]:
    """The skills that tasks of one of these teams call for."""
    found: list[str] = await conn.fetchval(NEEDED, team_ids)
    return found
