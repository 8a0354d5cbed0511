"""Schedule: counts the week that ended, and anew the weeks of skills of which the ledger says more by now."""

from __future__ import annotations

from skills.overview.holders.weeks import store
from touchline_runtime.transaction import Transaction


async def fold_weeks(tx: Transaction) -> None:
    """Counts some, each second. Who reads finds the same before and after, and at every moment between."""
    await store.follow_the_week(tx.conn)
    await store.fold(tx.conn, store.AT_ONCE)
