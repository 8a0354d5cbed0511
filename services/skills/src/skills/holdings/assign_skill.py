"""Command: a manager gives a person a skill by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from skills.catalogue.store import graded, share_catalogue
from skills.holdings.grant_skills import Award, grant_skills
from skills.holdings.holdings import Grant, Holdings, require_future
from skills.holdings.store import lock_holdings
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Evidence
from touchline_runtime.auth import Role
from touchline_runtime.directory import persons_of, require_person
from touchline_runtime.errors import Invalid, NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction


class AssignSkill(Command):
    """A skill for the person ``id``, at a level value (none: the lowest of the skill's level type), until a
    time (none: without end).
    """

    id: str
    skill_id: Identifier
    level: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    valid_until: AwareDatetime | None = None


class Assigned(BaseModel):
    """What the person holds now, and until when."""

    person_id: str
    skill_id: str
    level: int
    valid_until: datetime | None

    @classmethod
    def of(cls, holdings: Holdings, skill_id: str) -> Assigned:
        """What of these holdings is about the skill."""
        level, valid_until = holdings.levels[skill_id], holdings.valid_until.get(skill_id)
        return cls(person_id=holdings.person_id, skill_id=skill_id, level=level, valid_until=valid_until)


async def assign_skill(tx: Transaction, command: AssignSkill) -> Assigned:
    """Grants the skill; what is held at a higher level stays as it is.

    Raises NotFound, Forbidden, Invalid naming ``skill_id``, and Refusal: ``unknown-level``, ``ends-already``,
    ``held-higher`` (only with ``valid_until``).
    """
    await require_person(tx.conn, command.by, command.id, Role.SKILL_ADMIN)
    if command.id not in await persons_of(tx.conn, [command.id]):
        raise NotFound("person", command.id)
    await share_catalogue(tx.conn)
    skill = (await graded(tx.conn, [command.skill_id])).get(command.skill_id)
    if skill is None:
        raise Invalid("skill_id", f"no skill {command.skill_id!r} in the catalogue")
    if not skill.active:
        raise Invalid("skill_id", f"the skill {skill.id!r} is retired: restore it, or give another one")
    if command.level is not None:
        skill.step(command.level)
    actor = command.by.person_id
    require_future(command.valid_until, tx.now)
    grant = Grant(command.id, skill.id, command.level, Evidence(kind="hand"), actor, command.valid_until)
    await grant_skills(tx, [Award(grant, tx)])
    held = (await lock_holdings(tx.conn, [command.id]))[command.id]
    assigned = Assigned.of(held, skill.id)
    if command.valid_until is not None and assigned.valid_until != command.valid_until:
        detail = f"{skill.id!r} is held at the higher level {assigned.level}: change its valid_until instead"
        raise Refusal("held-higher", detail, "level")
    return assigned
