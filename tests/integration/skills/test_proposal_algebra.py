"""Whatever is proposed, decided, undone and merged: nothing waits twice, or was rejected."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import httpx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.integration.skills.proposal_story import KNOWN, NAMES, Story
from touchline_contracts.skills import PersonSkillEvent
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import outbox_of
from touchline_runtime.transaction import Database

NUMBERS = count()
names, known = st.sampled_from(NAMES), st.sampled_from(KNOWN)
decisions = st.sampled_from(("approve", "reject", "undo", "lift"))
Steps = list[tuple[Any, ...]]
steps = st.one_of(
    st.tuples(st.just("predict"), names),
    st.tuples(st.just("decide"), decisions, st.integers(0, 3)),
    st.tuples(st.just("decide"), decisions, st.integers(0, 3)),
    st.tuples(st.just("decide_all"), st.sampled_from(("approve", "reject"))),
    st.tuples(st.just("give"), known),
    st.tuples(st.just("remove"), known),
    st.tuples(st.just("merge"), names, names),
    st.tuples(st.just("rename"), known, names),
    st.tuples(st.just("define"), names),
    st.tuples(st.just("retire"), known),
    st.tuples(st.just("restore"), known),
    st.tuples(st.just("wait")),
)

APPROVED: Steps = [("predict", "refunds"), ("decide", "approve", 0)]
REJECTED_NEXT: Steps = [("predict", "refunds"), ("decide", "reject", 1)]
REJECTED_UNKNOWN: Steps = [("predict", "claims"), ("decide", "reject", 0)]
BOTH: Steps = [("predict", "refunds"), ("predict", "billing")]


def told(events: Iterable[object], person: str) -> list[int]:
    """The revisions of what was published about a person, in order."""
    return [
        event.revision
        for event in events
        if isinstance(event, PersonSkillEvent) and event.person_id == person
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(story=[*APPROVED, ("remove", "refunds"), *REJECTED_NEXT, ("decide", "undo", 0)])
@example(story=[*BOTH, ("decide_all", "reject"), ("merge", "refunds", "billing"), ("decide", "undo", 0)])
@example(story=[*BOTH, ("decide", "reject", 0), ("merge", "refunds", "billing")])
@example(story=[("predict", "claims"), ("predict", "refunds"), ("rename", "refunds", "claims")])
@example(story=[*REJECTED_UNKNOWN, ("predict", "refunds"), ("rename", "refunds", "claims")])
@given(story=st.lists(steps, min_size=4, max_size=16))
async def test_what_was_rejected_does_not_wait_and_nothing_waits_twice(
    database: Database, admin: httpx.AsyncClient, clock: FixedClock, story: Steps
) -> None:
    one = Story(next(NUMBERS), database, admin, clock)
    await one.begin()
    for step in story:
        await one.take(step)
    revisions = told(await outbox_of(database), one.person)
    assert revisions == list(range(1, len(revisions) + 1))
    assert await one.items("/ledger/differences") == []
