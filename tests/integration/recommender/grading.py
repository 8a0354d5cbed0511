"""Proposals as the learner makes them, and what was decided of them, for tests of grades."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.predictions import store as predictions
from tests.integration.recommender.feeding import Feed
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import a_skill_approved, a_skill_predicted, a_skill_rejected
from touchline_runtime.transaction import Cause


async def proposed(feed: Feed, *pairs: tuple[str, str], confidence: float = 0.95, **fields: object) -> None:
    """The learner proposed a skill for each pair of person and skill."""
    async with feed.database.transaction(Cause("before", "tests")) as tx:
        for person, skill in pairs:
            about = {"prediction_id": f"{person} {skill}", "person_id": person, "skill_id": skill}
            event = a_skill_predicted(**{**about, "confidence": confidence, "predicted_at": NOW, **fields})
            await predictions.add(tx.conn, event)


async def decided(
    feed: Feed, skill: str, *, approved: Sequence[str] = (), rejected: Sequence[str] = ()
) -> None:
    """Managers decided so about the skill of these persons."""
    await feed(*(a_skill_approved(person_id=person, skill_id=skill) for person in approved))
    await feed(*(a_skill_rejected(person_id=person, skill_id=skill) for person in rejected))


def persons(count: int, start: int = 0) -> list[str]:
    """Persons with numbers."""
    return [f"person-{n}" for n in range(start, start + count)]
