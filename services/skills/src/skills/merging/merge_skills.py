"""Command: a skill becomes another id of a second one, for everybody and everything."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from skills.catalogue import store as catalogue
from skills.catalogue.history.entry import entry_of, merged_into
from skills.catalogue.history.store import record
from skills.catalogue.skill import Skill
from skills.catalogue.views import SkillView
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from skills.merging import store
from skills.merging.merge import merge, moved_below
from skills.merging.moving import move_holders
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import SkillMerged
from touchline_runtime.errors import Conflict, NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Connection, Transaction

MOST = 10_000
"""Holders of a skill. Whoever decides about anybody waits while a merge moves them, at most 10 seconds."""


class MergeSkills(Command):
    """The skill ``id`` is merged ``into`` another, by any of their ids."""

    id: Identifier
    into: Identifier


async def merge_skills(tx: Transaction, command: MergeSkills) -> SkillView:
    """Merges, and answers the skill that there is from now on. The ledger's older entries stay as they are.

    Raises NotFound, Conflict ``already-merged`` or ``too-many-holders``, and Refusal ``unknown-skill`` or as
    ``merge`` says.
    """
    await catalogue.lock_catalogue(tx.conn)
    skill, target = await find_both(tx.conn, command)
    merged = merge(skill, target, await catalogue.lineage(tx.conn, target.id))
    await _refuse_too_many(tx.conn, skill.id)
    ids, its_ids = [await catalogue.aliases_of(tx.conn, each.id) for each in (skill, target)]
    holders = await store.lock_holders(tx.conn, skill.id, ids, target.id)
    children = await store.merge_skill(tx.conn, skill.id, merged.revision, target.id)
    by = command.by.person_id
    await _tell_of_catalogue(tx, merged, children, by)
    graded = (await catalogue.graded(tx.conn, [target.id]))[target.id]
    await move_holders(tx, holders, skill.id, graded, by)
    await store.move_proposals(tx.conn, ids, target.id, its_ids, by, tx.now)
    await grant_waiting_skills(tx, ids)
    return SkillView.of(target)


async def find_both(conn: Connection, command: MergeSkills) -> tuple[Skill, Skill]:
    """The skill and the one to merge it into.

    Raises NotFound, Conflict ``already-merged``, and Refusal ``unknown-skill``.
    """
    found = await catalogue.find_skills(conn, [command.id, command.into])
    if command.id not in found:
        raise NotFound("skill", command.id)
    if await store.merged_into(conn, command.id) is not None:
        now = found[command.id].id
        raise Conflict("already-merged", f"{command.id!r} is {now!r} by now: merge {now!r} if you mean that")
    if command.into not in found:
        raise Refusal("unknown-skill", f"no skill {command.into!r} in the catalogue", "into")
    return found[command.id], found[command.into]


async def _refuse_too_many(conn: Connection, skill_id: str) -> None:
    holders = await store.count_holders(conn, skill_id)
    if holders > MOST:
        detail = f"{holders} persons hold {skill_id!r}, and a merge moves at most {MOST}"
        remedy = f"move holders ahead, by POST /skills/{skill_id}/move-holders, until fewer are left"
        raise Conflict("too-many-holders", f"{detail}: {remedy}")


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
