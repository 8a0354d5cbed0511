"""Schedule: folds what changed about tasks into the sums, so that those who read them add up little."""

from __future__ import annotations

from skills.tasks.figures import store
from touchline_runtime.transaction import Transaction

BATCH = 20_000
"""At most so many in one round, each second: more than one worker adds."""


async def fold_figures(tx: Transaction) -> None:
    """Folds a batch. The figures are the same before and after, and at every moment between.

    What teams need is of the last 90 days, which are others after midnight (UTC).
    """
    await store.follow_the_day(tx.conn)
    await store.fold(tx.conn, BATCH)
