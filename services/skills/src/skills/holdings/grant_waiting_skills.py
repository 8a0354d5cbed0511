"""Grants the awards that waited for their skill to be defined."""

from __future__ import annotations

from collections.abc import Collection

from skills.holdings import store
from skills.holdings.grant_skills import Award, grant_skills
from touchline_runtime.transaction import Transaction


async def grant_waiting_skills(tx: Transaction, skill_ids: Collection[str]) -> None:
    """Called in the transaction that defines the skills, under the catalogue's lock."""
    waiting = await store.take_waiting(tx.conn, skill_ids)
    await grant_skills(tx, [Award(grant, tx) for grant in waiting])
