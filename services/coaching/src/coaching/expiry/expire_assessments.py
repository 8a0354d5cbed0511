"""Schedule: warns of assessments that are due soon, and closes those whose due date has passed."""

from __future__ import annotations

from coaching.activity.entry import Entry
from coaching.activity.store import note
from coaching.assessments.changes import close_incomplete
from coaching.assessments.store import change_all
from coaching.assessments.warning import NOTICE, warn
from coaching.expiry import store
from touchline_runtime.transaction import Transaction

BATCH = 500
"""At most so many are warned and so many closed in one round; the rest is done in the next ones."""
EXPIRED = "expired"


async def expire_assessments(tx: Transaction) -> None:
    """Warns of those due within a day; closes those past due that were warned a day ago or longer.

    A warning that comes late, because nobody ran this, leaves a day too. Resolved ones never expire.
    """
    await _warn(tx)
    await _close(tx)


async def _warn(tx: Transaction) -> None:
    found = [warn(each, tx.now) for each in await store.to_warn(tx.conn, tx.now + NOTICE, BATCH)]
    await change_all(tx.conn, [changed for changed, _ in found])
    await note(tx.conn, [Entry(changed.id, tx.now, None, "warned") for changed, _ in found])
    for _, event in found:
        tx.emit(event)


async def _close(tx: Transaction) -> None:
    due = await store.to_close(tx.conn, tx.now, tx.now - NOTICE, BATCH)
    found = [close_incomplete(each, EXPIRED, tx.now) for each in due]
    await change_all(tx.conn, [changed for changed, _ in found])
    await note(
        tx.conn, [Entry(changed.id, tx.now, None, "closed_incomplete", EXPIRED) for changed, _ in found]
    )
    for _, event in found:
        tx.emit(event)
