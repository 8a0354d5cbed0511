"""What all corrections of a held skill begin with: may the caller, and what is held, under lock."""

from __future__ import annotations

from typing import NamedTuple

from skills.catalogue.skill import GradedSkill
from skills.catalogue.store import graded, share_catalogue
from skills.holdings.holdings import Holdings
from skills.holdings.store import lock_holdings
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction


class CorrectHeldSkill(Command):
    """A correction of the skill ``skill_id`` that the person ``id`` holds."""

    id: Identifier
    skill_id: Identifier


class Opened(NamedTuple):
    """A person's holdings, locked, and the skill that the correction is about."""

    holdings: Holdings
    skill: GradedSkill


async def lock_held(tx: Transaction, command: CorrectHeldSkill) -> Opened:
    """Locks what the person holds. Raises Forbidden for a person outside the caller's teams, and NotFound for
    a skill that the catalogue does not have.
    """
    await require_person(tx.conn, command.by, command.id, Role.SKILL_ADMIN)
    await share_catalogue(tx.conn)
    skill = (await graded(tx.conn, [command.skill_id])).get(command.skill_id)
    if skill is None:
        raise NotFound("skill", command.skill_id)
    return Opened((await lock_holdings(tx.conn, [command.id]))[command.id], skill)
