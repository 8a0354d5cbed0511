"""Lets the recommender look at who lacks what, for tests of training."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from recommender.training.recommend_training import recommending
from tests.integration.recommender.feeding import Feed
from touchline_contracts.recommender import TrainingRecommended
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.testing.events import a_task_closed


async def look(feed: Feed) -> list[tuple[str, ...]]:
    """Looks at everybody; the courses that were told for the agent so far, each time."""
    assert await run_once(recommending(), feed.database)
    return [event.course_ids for event in await told(feed) if event.person_id == "agent"]


async def told(feed: Feed) -> list[TrainingRecommended]:
    """All that was told so far."""
    return [one for one in await outbox_of(feed.database) if isinstance(one, TrainingRecommended)]


async def training(recommender: Api, by: str = "manager") -> dict[str, Any]:
    """The agent's plan as HTTP shows it."""
    answer = await recommender.as_(by).get("/persons/agent/training")
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


async def finished(feed: Feed, skill: str, count: int, **fields: object) -> None:
    """The team finished so many tasks that are tagged with the skill."""
    at = {"resolved_at": NOW - timedelta(days=1), "closed_at": NOW - timedelta(days=1)}
    given = {"skills": (skill,), "team_id": "payments", "agent_id": "colleague"} | at | fields
    await feed(*(a_task_closed(**(given | {"number": f"{skill} {n}"})) for n in range(count)))
