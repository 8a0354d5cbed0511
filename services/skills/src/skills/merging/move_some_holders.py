"""Command: before two skills are merged, some holders of the one hold the other already."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from skills.catalogue import store as catalogue
from skills.merging import store
from skills.merging.merge import merge
from skills.merging.merge_skills import MergeSkills, find_both
from skills.merging.moving import move_holders
from touchline_runtime.transaction import Transaction


class MoveSomeHolders(MergeSkills):
    """At most ``limit`` holders of the skill ``id`` are to hold the one that it will be merged ``into``."""

    limit: Annotated[int, Field(ge=1, le=1_000)] = 500


class Moved(BaseModel):
    """How many were moved, and how many hold the skill still."""

    moved: int
    left: int


async def move_some_holders(tx: Transaction, command: MoveSomeHolders) -> Moved:
    """Moves holders as the merge will, so that it has few left to move: nobody else is held up, and each call
    is complete in itself. Who is awarded the skill meanwhile is moved by a later call, or by the merge.

    Raises NotFound, Conflict ``already-merged``, and Refusal ``unknown-skill`` or as ``merge`` says.
    """
    await catalogue.share_catalogue(tx.conn)
    skill, target = await find_both(tx.conn, command)
    merge(skill, target, await catalogue.lineage(tx.conn, target.id))
    holders = await store.lock_some_holders(tx.conn, skill.id, target.id, command.limit)
    graded = (await catalogue.graded(tx.conn, [target.id]))[target.id]
    await move_holders(tx, holders, skill.id, graded, command.by.person_id)
    return Moved(moved=len(holders), left=await store.count_holders(tx.conn, skill.id))
