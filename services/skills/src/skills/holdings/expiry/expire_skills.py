"""Schedule: takes away the skills that were held until a time that has come."""

from __future__ import annotations

from skills.holdings.corrections import EXPIRY, expire
from skills.holdings.expiry import store
from skills.holdings.store import Removal, lock_holdings, save_removals, save_revisions
from touchline_runtime.transaction import Transaction

BATCH = 500
"""At most so many in one round; the rest is done in the next ones."""


async def expire_skills(tx: Transaction) -> None:
    """Ends what is due, the earliest first. Decided under each person's lock: whoever changed the end or took
    the skill away before then has won.
    """
    due = await store.due(tx.conn, tx.now, BATCH)
    holdings = await lock_holdings(tx.conn, {person_id for person_id, _ in due})
    removals: list[Removal] = []
    for person_id, skill_id in due:
        holdings[person_id], expired = expire(holdings[person_id], skill_id, tx.now)
        if expired is not None:
            removals.append((expired, EXPIRY))
            tx.emit(expired)
    await save_removals(tx.conn, removals)
    await save_revisions(tx.conn, holdings.values())
