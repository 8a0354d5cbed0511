"""How many of those who work, and of what they hold, the proposals reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.grading import persons, proposed
from touchline_contracts.skills import SkillMerged
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import (
    a_person,
    a_skill_assigned,
    a_skill_defined,
    a_task_closed,
    a_task_reopened,
)


async def coverage(recommender: Api, **query: str) -> dict[str, Any]:
    answer = await recommender.as_("operator").get("/grades/coverage", params=query)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


async def worked(feed: Feed, *agents: str) -> None:
    await feed(*(a_person(agent) for agent in agents))
    await feed(*(a_task_closed(number=f"of {agent}", agent_id=agent) for agent in agents))


async def test_agents_who_work_are_reached_when_anything_is_proposed_for_them(
    feed: Feed, recommender: Api
) -> None:
    await worked(feed, *persons(4))
    await feed(a_person("idle"), a_person("person-3", revision=2, active=False))
    await proposed(feed, ("person-0", "refunds"), ("person-0", "printers"), ("person-3", "refunds"))
    await proposed(feed, ("idle", "refunds"))
    found = await coverage(recommender)
    assert (found["agents"], found["reached"]) == (3, 1)
    assert found["agents_reached"]["value"] == 1 / 3


async def test_of_what_they_hold_that_counts_as_foreseen_which_had_been_proposed_under_any_id(
    feed: Feed, recommender: Api
) -> None:
    await worked(feed, "agent")
    await feed(a_skill_defined(), a_skill_defined("money-back"))
    await proposed(feed, ("agent", "refunds"))
    await feed(a_skill_assigned(skill_id="money-back"), a_skill_assigned(skill_id="printers", revision=2))
    assert (await coverage(recommender))["foreseen"] == 0
    await feed(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    found = await coverage(recommender)
    assert (found["held"], found["foreseen"], found["skills_foreseen"]["value"]) == (2, 1, 0.5)


async def test_it_is_of_the_period_in_which_work_was_finished_and_not_reopened(
    feed: Feed, recommender: Api
) -> None:
    await worked(feed, "agent", "colleague")
    old = NOW - timedelta(days=40)
    await feed(a_task_closed(number="of agent", revision=2, agent_id="agent", resolved_at=old, closed_at=old))
    day = (NOW - timedelta(days=30)).isoformat()
    assert (await coverage(recommender, since=day))["agents"] == 1
    assert (await coverage(recommender, until=day))["agents"] == 1
    await feed(a_task_reopened(number="of agent", revision=3, agent_id="agent"))
    assert (await coverage(recommender, until=day))["agents"] == 0


async def test_of_nobody_there_is_no_share(recommender: Api) -> None:
    found = await coverage(recommender)
    assert (found["agents"], found["agents_reached"], found["skills_foreseen"]) == (0, None, None)
