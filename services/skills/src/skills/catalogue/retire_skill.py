"""Commands: a skill is not given to anybody any more, or is given again."""

from __future__ import annotations

from skills.catalogue import store
from skills.catalogue.change_skill import lock_skill
from skills.catalogue.changes import restore, retire
from skills.catalogue.history.entry import entry_of
from skills.catalogue.history.store import record
from skills.catalogue.skill import Skill
from skills.catalogue.views import SkillView
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from touchline_contracts.skills import SkillEvent
from touchline_runtime.http import Command
from touchline_runtime.transaction import Transaction


class RetireSkill(Command):
    """The skill ``id``, or one also known by it."""

    id: str


async def retire_skill(tx: Transaction, command: RetireSkill) -> SkillView:
    """Retires the skill; who holds it keeps it. Repeating it changes nothing. Raises NotFound."""
    skill = await lock_skill(tx.conn, command.id)
    if decided := retire(skill):
        skill = await _save(tx, command, skill, *decided)
    return SkillView.of(skill)


async def restore_skill(tx: Transaction, command: RetireSkill) -> SkillView:
    """Gives the skill again, also to those whose awards waited meanwhile. Raises NotFound."""
    skill = await lock_skill(tx.conn, command.id)
    if decided := restore(skill, await store.levels_of(tx.conn, skill.level_type_id)):
        skill = await _save(tx, command, skill, *decided)
        await grant_waiting_skills(tx, await store.aliases_of(tx.conn, skill.id))
    return SkillView.of(skill)


async def _save(
    tx: Transaction, command: RetireSkill, before: Skill, after: Skill, event: SkillEvent
) -> Skill:
    await store.save_skill(tx.conn, after, (), tx.now)
    await record(tx.conn, [entry_of(before, after)], command.by.person_id, tx.now)
    tx.emit(event)
    return after
