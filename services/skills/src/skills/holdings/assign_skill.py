"""Command: a manager gives a person a skill by hand."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from skills.catalogue.skill import GradedSkill
from skills.catalogue.store import graded, share_catalogue
from skills.holdings.grant_skills import Award, grant_skills
from skills.holdings.holdings import Grant
from skills.holdings.store import lock_holdings
from touchline_contracts.skills import Evidence
from touchline_runtime.auth import Role
from touchline_runtime.directory import persons_of, require_person
from touchline_runtime.errors import Invalid, NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction


class AssignSkill(Command):
    """A skill for the person ``id``, at a level value (none: the lowest of the skill's level type)."""

    id: str
    skill_id: Identifier
    level: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class Assigned(BaseModel):
    """What the person holds now: at least the level asked for, for nothing is lowered this way."""

    person_id: str
    skill_id: str
    level: int


async def assign_skill(tx: Transaction, command: AssignSkill) -> Assigned:
    """Grants the skill. Raises NotFound, Forbidden, or Invalid naming ``skill_id`` or ``level``."""
    await require_person(tx.conn, command.by, command.id, Role.SKILL_ADMIN)
    if command.id not in await persons_of(tx.conn, [command.id]):
        raise NotFound("person", command.id)
    await share_catalogue(tx.conn)
    skill = (await graded(tx.conn, [command.skill_id])).get(command.skill_id)
    if skill is None:
        raise Invalid("skill_id", f"no skill {command.skill_id!r} in the catalogue")
    if not skill.active:
        raise Invalid("skill_id", f"the skill {skill.id!r} is retired: restore it, or give another one")
    _require_level(skill, command.level)
    actor = command.by.person_id
    grant = Grant(command.id, skill.id, command.level, Evidence(kind="hand"), actor)
    await grant_skills(tx, [Award(grant, tx)])
    held = (await lock_holdings(tx.conn, [command.id]))[command.id]
    return Assigned(person_id=command.id, skill_id=skill.id, level=held.levels[skill.id])


def _require_level(skill: GradedSkill, level: int | None) -> None:
    values = [step.value for step in skill.levels]
    if level is not None and level not in values:
        raise Invalid("level", f"{skill.id!r} has the levels {', '.join(map(str, values))}")
