"""Reaction: skills that tasks name and the catalogue does not know join it. Hot: one query a batch."""

from __future__ import annotations

from collections.abc import Sequence

from skills.catalogue import store
from skills.catalogue.skill import BASIC, Skill, described
from skills.catalogue.tags import NamedSkill, first_named
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from touchline_contracts.skills import Level, SkillDefined
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_names_skills_define_them(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Defines each unknown skill once, because of the first task that names it."""
    named = first_named(events)
    if not named or not await store.unknown(tx.conn, named):
        return
    await store.lock_catalogue(tx.conn)
    unknown = await store.unknown(tx.conn, named)
    new = [named[skill_id] for skill_id in named if skill_id in unknown]
    await store.define_tags(tx.conn, new, tx.now)
    levels = await store.levels_of(tx.conn, BASIC)
    for skill in new:
        because = tx.because(skill.event)
        because.emit(_defined(skill, levels))
        await grant_waiting_skills(because, [skill.skill_id])


def _defined(named: NamedSkill, levels: Sequence[Level]) -> SkillDefined:
    skill = Skill(named.skill_id, named.name, category=named.category, origin="tag")
    return SkillDefined(**described(skill, levels))
