"""Decision: a task met an opportunity's condition, so a coach shall look at it."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.matches.decide_new import decide_new
from coaching.matches.match import counting
from coaching.matches.rulebook import Rulebook
from coaching.opportunities import store as opportunities
from coaching.tasks import store as tasks
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changed_open_assessments(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Decides each match, once for each closure of a task, and opens the assessments that come of it.

    Runs before the stored tasks learn of these events: what they hold tells which snapshots are stale.
    """
    matches = await Rulebook(await opportunities.in_force(tx.conn)).matches(events)
    if matches:
        stored = await tasks.revisions(tx.conn, {match.key.subject for match in matches})
        await decide_new(tx, counting(matches, events, stored))
