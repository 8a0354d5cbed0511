"""What tasks without tags call for is told: once, again when it changes, and never again after a restart."""

from __future__ import annotations

from tests.integration.recommender.feeding import Feed, catch_up, shown, taught
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_runtime.testing import outbox_of
from touchline_runtime.testing.events import a_task_closed, a_task_reopened


async def told(feed: Feed) -> list[TaskSkillsInferred]:
    return [one for one in await outbox_of(feed.database) if isinstance(one, TaskSkillsInferred)]


async def learned(feed: Feed) -> list[TaskSkillsInferred]:
    """What was told of the untagged cases, after as many tagged ones as it takes."""
    await feed.organisation()
    await feed(*taught(), *shown())
    await feed.learn()
    return await told(feed)


async def test_a_finished_task_without_tags_is_told_with_what_its_text_calls_for(feed: Feed) -> None:
    inferred = await learned(feed)
    numbers = {event.number for event in shown()}
    assert {one.task_number for one in inferred} == numbers
    assert {skill.skill_id for one in inferred for skill in one.skills} == {"refunds"}
    assert all(skill.probability >= 0.5 for one in inferred for skill in one.skills)


async def test_what_is_told_again_or_after_a_restart_is_no_news(feed: Feed) -> None:
    before = await learned(feed)
    await feed.learn()
    await feed(*shown())
    await catch_up(await feed.steps())
    assert await told(feed) == before


async def test_a_task_that_is_tagged_later_needs_no_inference_any_more(feed: Feed) -> None:
    before = await learned(feed)
    number = before[0].task_number
    await feed(a_task_closed(number=number, revision=9, skills=("printers",), agent_id="agent"))
    await feed.learn()
    [*_, last] = await told(feed)
    assert (last.task_number, last.skills) == (number, ())
    assert last.position > before[0].position


async def test_a_task_that_is_reopened_keeps_what_was_inferred(feed: Feed) -> None:
    before = await learned(feed)
    await feed(a_task_reopened(number=before[0].task_number, revision=9, agent_id="agent"))
    await feed.learn()
    assert await told(feed) == before
