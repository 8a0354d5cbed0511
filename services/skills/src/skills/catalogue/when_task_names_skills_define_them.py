"""Reaction: skills that tasks name and the catalogue does not know join it. Hot: one query a batch."""

from __future__ import annotations

from collections.abc import Sequence

from skills.catalogue import store
from skills.catalogue.history.entry import entry_of
from skills.catalogue.history.store import record
from skills.catalogue.skill import BASIC, Skill, described
from skills.catalogue.tags import NamedSkill, first_named
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from touchline_contracts.skills import SkillDefined
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
    await record(tx.conn, [entry_of(None, _skill(each)) for each in new], None, tx.now)
    levels = await store.levels_of(tx.conn, BASIC)
    for skill in new:
        because = tx.because(skill.event)
        because.emit(SkillDefined(**described(_skill(skill), levels)))
        await grant_waiting_skills(because, [skill.skill_id])


def _skill(named: NamedSkill) -> Skill:
    return Skill(named.skill_id, named.name, category=named.category, origin="tag")
