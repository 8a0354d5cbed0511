"""Promise 3: how events happen to be cut into polls makes no difference, in any subscription."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Any

import pytest

import tests.integration.subscriptions.tellers  # noqa: F401 - registers them
from devstack.flow.emissions import emitted
from tests.integration.subscriptions.every import Case, cases
from tests.integration.subscriptions.prepared import prepare
from tests.integration.subscriptions.story import Story
from tests.running.contents import Contents, contents, outbox_by_key
from touchline_contracts.envelope import Received
from touchline_runtime.dispatch import call
from touchline_runtime.service import Service
from touchline_runtime.testing import delivered
from touchline_runtime.transaction import Database

EVERY = pytest.mark.parametrize("case", cases(), ids=str)
MakeDatabase = Callable[[Service], Awaitable[Database]]
COUNT = 500


def the_story(case: Case) -> list[Received[Any]]:
    """500 events of those that the subscription wants, each with an id of its own."""
    told = islice(Story(str(case)).events(*case.subscription.events), COUNT)
    return [delivered(event, id=f"event-{number}") for number, event in enumerate(told)]


async def told(database: Database, case: Case, events: Sequence[Received[Any]], size: int) -> None:
    """Delivers the events, so many in each transaction, as polls of this size would."""
    for start in range(0, len(events), size):
        async with database.transaction(None) as tx:
            for one in case.together:
                batch = [r for r in events[start : start + size] if isinstance(r.event, one.events)]
                if batch:
                    await call(tx, one, batch)


async def state_of(database: Database) -> tuple[Contents, dict[Any, Any]]:
    async with database.reading() as conn:
        return await contents(conn), await outbox_by_key(conn)


@EVERY
async def test_500_batches_of_one_and_one_batch_of_500_have_the_same_effects(
    case: Case, service_database: MakeDatabase
) -> None:
    events = the_story(case)
    one_by_one, in_sevens, at_once = [
        await prepare(case.service, await service_database(case.service)) for _ in range(3)
    ]
    before = await state_of(at_once)
    await told(one_by_one, case, events, 1)
    await told(in_sevens, case, events, 7)
    await told(at_once, case, events, COUNT)
    after = await state_of(at_once)
    assert await state_of(one_by_one) == after
    assert await state_of(in_sevens) == after
    assert after != before, "the events led to nothing, so this comparison says nothing"
    _something_was_decided(case, before, after)


def _something_was_decided(case: Case, before: tuple[Any, Any], after: tuple[Any, Any]) -> None:
    """A decision that may emit has emitted; a projection has written to all of its tables."""
    if case.subscription.effect == "projection":
        same = [table for table in case.subscription.into if before[0][table] == after[0][table]]
        assert not same, f"nothing was written to {same}"
    elif emitted(case.service.name, case.subscription.react):
        assert before[1] != after[1], "nothing was emitted"
