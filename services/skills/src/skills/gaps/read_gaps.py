"""Reads what teams fall short of, the most urgent first, for whoever asks by team or by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from skills.gaps import store
from skills.gaps.gap import Need, urgency
from skills.matrix.levels.read_levels import read_levels
from skills.matrix.store import Wanted
from touchline_runtime.http import encode_cursor, whole_number
from touchline_runtime.transaction import Connection

ANY_SKILL = Wanted(None, None, None, None)
Place = tuple[int, int, str, str]
"""Where a page of gaps ended, as their order goes."""


class Missing(NamedTuple):
    """A need that somebody does not hold, or at this level, which will not do."""

    need: Need
    level: int | None


async def needs_of(conn: Connection, team_ids: Sequence[str], min_level: str | None) -> dict[str, list[Need]]:
    """What each team's tasks call for, the most urgent first. ``min_level``: whoever holds it lower does not
    count, and skills without such a level are left out. Raises Invalid for a level that there is none of.
    """
    asked = await read_levels(conn, ANY_SKILL, None, min_level)
    found = await store.needs(conn, team_ids, asked)
    return {team_id: sorted(needs, key=urgency) for team_id, needs in found.items()}


def not_held(
    member: store.Membership, needs: Iterable[Need], held: Mapping[tuple[str, str], int]
) -> Iterator[Missing]:
    """The needs that the member does not hold, or not at a level that will do, in their order."""
    for need in needs:
        level = held.get((member.person_id, need.skill_id))
        # what will do is what the members' levels that were read are
        if level is None or level not in need.levels:
            yield Missing(need, level)


def read_place(short_tasks: str, tasks: str, skill_id: str, team_id: str) -> Place:
    """Raises ValueError for parts that are of no cursor to a gap."""
    return -whole_number(short_tasks), -whole_number(tasks), skill_id, team_id


def cursor_to(need: Need) -> str:
    """The cursor that leads on behind this one."""
    short_tasks, tasks, skill_id, team_id = urgency(need)
    return encode_cursor(str(-short_tasks), str(-tasks), skill_id, team_id)
