"""What was decided before grades were kept is taken from the learning log."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.grading import proposed
from touchline_contracts.skills import DecisionUndone, RejectionLifted, SkillRemoved
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import a_skill_approved, a_skill_assigned, a_skill_rejected
from touchline_runtime.transaction import Cause

FILL = import_module("recommender.migrations.0003_grades").FILL
GRADES = "SELECT prediction_id, verdict FROM grade ORDER BY 1"


async def grades(feed: Feed) -> list[tuple[str, str]]:
    async with feed.database.reading() as conn:
        return [tuple(row) for row in await conn.fetch(GRADES)]


async def test_the_grades_filled_from_the_log_are_those_that_were_kept(feed: Feed) -> None:
    await proposed(feed, *(("agent", skill) for skill in "abcdefg"))
    at: dict[str, Any] = {"person_id": "agent", "decided_at": NOW}
    await feed(a_skill_approved(skill_id="a"), a_skill_assigned(skill_id="a", revision=2))
    await feed(a_skill_rejected(skill_id="b"))
    await feed(a_skill_rejected(skill_id="c"), RejectionLifted(skill_id="c", revision=2, **at))
    await feed(a_skill_approved(skill_id="d"), a_skill_assigned(skill_id="d", revision=2))
    await feed(SkillRemoved(skill_id="d", revision=3, **at))
    await feed(a_skill_approved(skill_id="e"))
    await feed(DecisionUndone(skill_id="e", revision=2, proposal_id="proposal-1", **at))
    await feed(a_skill_assigned(skill_id="f"))
    kept = await grades(feed)
    verdicts = {"a": "approved", "b": "rejected", "c": "rejected", "d": "approved"}
    assert kept == [(f"agent {skill}", verdict) for skill, verdict in verdicts.items()]
    async with feed.database.transaction(Cause("an upgrade", "tests")) as tx:
        await tx.conn.execute("DELETE FROM grade")
        await tx.conn.execute(FILL)
    assert await grades(feed) == kept
