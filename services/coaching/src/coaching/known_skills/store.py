"""Every statement about the skills that exist and who holds them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from asyncpg import Record

from coaching.known_skills.known_skill import Held, KnownSkill
from touchline_contracts.event import values_of
from touchline_contracts.skills import Level
from touchline_runtime.transaction import Connection

SAVE_SKILLS = """
insert into known_skill as stored (skill_id, revision, name, levels, merged_into)
select * from unnest($1::text[], $2::bigint[], $3::text[], $4::jsonb[], $5::text[])
on conflict (skill_id) do update set revision = excluded.revision, name = excluded.name,
  levels = excluded.levels, merged_into = excluded.merged_into
where excluded.revision >= stored.revision
"""

SAVE_HELD = """
insert into held_skill as stored (person_id, skill_id, revision, level, assessment_id)
select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[])
on conflict (person_id, skill_id) do update set revision = excluded.revision, level = excluded.level,
  assessment_id = excluded.assessment_id
where excluded.revision >= stored.revision
"""

ANY_SKILL = "select exists (select from known_skill where name is not null)"

# each id followed to the skill that now stands for it; union, not union all, ends a circle
NOW_NAMED = """
with recursive named as (
  select given, given as skill_id from unnest($1::text[]) as given
  union
  select given, merged_into from named join known_skill using (skill_id) where merged_into is not null
)
select given, skill_id, name, levels from named join known_skill using (skill_id) where name is not null
"""

_HELD = """
with recursive every as (
  select skill_id, level, assessment_id from held_skill where person_id = $1 and level is not null
  union
  select merged_into, level, every.assessment_id from every join known_skill using (skill_id)
  where merged_into is not null
), held as (
  select distinct on (skill_id) skill_id, level, assessment_id from every order by skill_id, level desc
)
"""

HELD_BY = _HELD + "select skill_id, level, assessment_id from held"

TO_ADD = (
    _HELD
    + """
select known_skill.skill_id, name, levels, level as held from known_skill left join held using (skill_id)
where name is not null and (level is null or level < (levels -> -1 ->> 'value')::bigint)
  and ($2::text is null or strpos(lower(name), lower($2)) > 0)
  and ($3::text is null or (name, known_skill.skill_id) > ($3, $4::text))
order by name, known_skill.skill_id limit $5
"""
)

COUNT_SKILLS = "select count(*) from known_skill where name is not null"


class SkillRow(NamedTuple):
    """What the newest event says of a skill; ``name`` None: it cannot be given. ``levels`` are JSON."""

    skill_id: str
    revision: int
    name: str | None
    levels: str
    merged_into: str | None


class HeldRow(NamedTuple):
    """What the newest event says of a person and a skill; ``level`` None: not held."""

    person_id: str
    skill_id: str
    revision: int
    level: int | None
    assessment_id: str | None


class SkillAbove(NamedTuple):
    """A skill with a level above the one held; ``held`` None: the person does not have it."""

    skill: KnownSkill
    held: int | None


async def save_skills(conn: Connection, rows: Sequence[SkillRow]) -> None:
    """Stores one row a skill, each only if none newer is stored."""
    await conn.execute(SAVE_SKILLS, *(list(column) for column in zip(*rows, strict=True)))


async def save_held(conn: Connection, rows: Sequence[HeldRow]) -> None:
    """Stores one row a person and skill, each only if none newer is stored."""
    await conn.execute(SAVE_HELD, *(list(column) for column in zip(*rows, strict=True)))


async def now_named(conn: Connection, skill_ids: Collection[str]) -> dict[str, KnownSkill] | None:
    """The skill that each id stands for today; ids of no skill are left out. None: none is known."""
    found = {row["given"]: _skill(row) for row in await conn.fetch(NOW_NAMED, list(skill_ids))}
    return found if found or await conn.fetchval(ANY_SKILL) else None


async def held_by(conn: Connection, person_id: str) -> dict[str, Held]:
    """What a person holds, by the ids that the skills go by today."""
    rows = await conn.fetch(HELD_BY, person_id)
    return {row["skill_id"]: Held(row["level"], row["assessment_id"]) for row in rows}


async def to_add(
    conn: Connection, person_id: str, text: str | None, after: Sequence[str] | None, limit: int
) -> list[SkillAbove]:
    """Skills that the person could be given, by name, after (name, id)."""
    name, skill_id = after or (None, None)
    rows = await conn.fetch(TO_ADD, person_id, text, name, skill_id, limit)
    return [SkillAbove(_skill(row), row["held"]) for row in rows]


def _skill(row: Record) -> KnownSkill:
    return KnownSkill(row["skill_id"], row["name"], values_of(Level, row["levels"]))
