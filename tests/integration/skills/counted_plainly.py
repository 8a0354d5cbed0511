"""What the overview has to tell of holders: counted with sets of Python from the tables themselves."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from skills.overview.holders import store
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Cause, Database

SKILLS = "SELECT id, parent_id, level_type_id FROM skill WHERE merged_into IS NULL"
HELD = "SELECT person_id, skill_id, level FROM held_skill"
STEPS = "SELECT level_type_id, value, name FROM level ORDER BY value"
ACTIVE = "SELECT id FROM person WHERE active"
MEMBERS = "SELECT person_id FROM team_person WHERE team_id = $1 AND part = 'member'"


class Told(NamedTuple):
    """Of a skill: how many hold it, how many at its highest level, how many at each level by its name."""

    users: int
    experts: int
    levels: dict[str, int]


async def plainly(database: Database, team: str | None, *, roll_up: bool) -> dict[str, Told]:
    """Of each skill; of the members of a team, or of all persons."""
    async with database.reading() as conn:
        skills = {row["id"]: row for row in await conn.fetch(SKILLS)}
        persons = {row["id"] for row in await conn.fetch(ACTIVE)}
        if team is not None:
            persons &= {row["person_id"] for row in await conn.fetch(MEMBERS, team)}
        held = [row for row in await conn.fetch(HELD) if row["person_id"] in persons]
        steps: dict[str, dict[int, str]] = {}
        for type_id, value, name in await conn.fetch(STEPS):
            steps.setdefault(type_id, {})[value] = name
    meant = {id: {id} for id in skills}
    for id in skills if roll_up else ():
        above = skills[id]["parent_id"]
        while above is not None:
            meant[above].add(id)
            above = skills[above]["parent_id"]
    found = {}
    for id, below in meant.items():
        rows = [
            (row["person_id"], row["level"], steps[skills[row["skill_id"]]["level_type_id"]])
            for row in held
            if row["skill_id"] in below
        ]
        experts = {person for person, level, of in rows if len(of) > 1 and level >= max(of)}
        named = {(person, of[max(v for v in of if v <= level)]) for person, level, of in rows}
        users = {person for person, *_ in rows}
        found[id] = Told(len(users), len(experts), dict(Counter(name for _, name in named)))
    return found


async def fold_holders_of(database: Database, limit: int) -> None:
    """Counts so many skills anew."""
    async with database.transaction(Cause(new_id(), "fold_holders")) as tx:
        await store.fold(tx.conn, limit)
