"""Schedule: counts anew the sets of those skills whose holders changed, so that readers need not."""

from __future__ import annotations

from skills.overview.holders import store
from touchline_runtime.transaction import Transaction

SKILLS = 50
"""At most so many in one round, each second."""


async def fold_holders(tx: Transaction) -> None:
    """Counts some. Who reads finds the same before and after, and at every moment between."""
    await store.fold(tx.conn, SKILLS)
