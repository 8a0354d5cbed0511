"""Lets a skill that came to be known by more ids have what is proposed and rejected under those."""

from __future__ import annotations

from collections.abc import Collection

from skills.catalogue.store import aliases_of
from skills.merging import store
from touchline_runtime.transaction import Transaction


async def adopt_proposals(tx: Transaction, new_ids: Collection[str], by: str) -> None:
    """Under the catalogue's lock: of ids that no skill was known by before, what waits goes on as proposed of
    the skill, or ends, as when two skills are merged: nothing waits twice, or was rejected.
    """
    for skill_id, ids in (await store.adopted(tx.conn, new_ids)).items():
        others = [each for each in await aliases_of(tx.conn, skill_id) if each not in ids]
        await store.move_proposals(tx.conn, ids, skill_id, others, by, tx.now)
