"""Command: a skill becomes another id of a second one, for everybody and everything."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from operator import attrgetter

from skills.catalogue import store as catalogue
from skills.catalogue.history.entry import entry_of, merged_into
from skills.catalogue.history.store import record
from skills.catalogue.skill import GradedSkill, Skill
from skills.catalogue.views import SkillView
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from skills.holdings.holdings import Holdings
from skills.holdings.store import save_grants, save_removals, save_revisions
from skills.merging import store
from skills.merging.merge import merge, move, moved_below
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Evidence, SkillMerged, SkillRemoved
from touchline_runtime.errors import Conflict, NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction

AT_ONCE = 500
"""Holders between two breaths of the event loop."""


class MergeSkills(Command):
    """The skill ``id`` is merged ``into`` another, by any of their ids."""

    id: Identifier
    into: Identifier


async def merge_skills(tx: Transaction, command: MergeSkills) -> SkillView:
    """Merges, and answers the skill that there is from now on. The ledger's older entries stay as they are.

    Raises NotFound, Conflict ``already-merged``, and Refusal ``unknown-skill`` or as ``merge`` says.
    """
    skill, target = await _lock_both(tx, command)
    merged = merge(skill, target, await catalogue.lineage(tx.conn, target.id))
    ids, its_ids = [await catalogue.aliases_of(tx.conn, each.id) for each in (skill, target)]
    holders = await store.lock_holders(tx.conn, skill.id, ids, target.id)
    children = await store.merge_skill(tx.conn, skill.id, merged.revision, target.id)
    by = command.by.person_id
    await _tell_of_catalogue(tx, merged, children, by)
    graded = (await catalogue.graded(tx.conn, [target.id]))[target.id]
    for first in range(0, len(holders), AT_ONCE):
        await _move(tx, holders[first : first + AT_ONCE], skill.id, graded, by)
        await asyncio.sleep(0)
    await store.move_proposals(tx.conn, ids, target.id, its_ids, by, tx.now)
    await grant_waiting_skills(tx, ids)
    return SkillView.of(target)


async def _lock_both(tx: Transaction, command: MergeSkills) -> tuple[Skill, Skill]:
    await catalogue.lock_catalogue(tx.conn)
    found = await catalogue.find_skills(tx.conn, [command.id, command.into])
    if command.id not in found:
        raise NotFound("skill", command.id)
    if await store.merged_into(tx.conn, command.id) is not None:
        now = found[command.id].id
        raise Conflict("already-merged", f"{command.id!r} is {now!r} by now: merge {now!r} if you mean that")
    if command.into not in found:
        raise Refusal("unknown-skill", f"no skill {command.into!r} in the catalogue", "into")
    return found[command.id], found[command.into]


async def _tell_of_catalogue(tx: Transaction, merged: SkillMerged, children: list[str], by: str) -> None:
    tx.emit(merged)
    entries = [merged_into(merged.skill_id, merged.revision, merged.into_skill_id)]
    moved = await catalogue.find_skills(tx.conn, children)
    graded = await catalogue.graded(tx.conn, children)
    for child in sorted(moved.values(), key=attrgetter("id")):
        entries.append(entry_of(replace(child, parent_id=merged.skill_id), child))
        if (changed := moved_below(child, graded[child.id].levels)) is not None:
            tx.emit(changed)
    await record(tx.conn, entries, by, tx.now)


async def _move(
    tx: Transaction, holders: list[Holdings], skill_id: str, target: GradedSkill, by: str
) -> None:
    moved = [move(person, skill_id, target, by, tx.now) for person in holders]
    raised = [each.raised for each in moved if each.raised is not None]
    why = {"merged": Evidence(kind="merge", id=target.id), "expired": Evidence(kind="expiry")}
    ended = [event for each in moved for event in each.ended]
    await save_removals(
        tx.conn, [(e, why["merged" if isinstance(e, SkillRemoved) else "expired"]) for e in ended]
    )
    await save_grants(tx.conn, raised)
    await save_revisions(tx.conn, [each.holdings for each in moved])
    for each in moved:
        for event in each.ended:
            tx.emit(event)
        if each.raised is not None:
            tx.emit(each.raised)
