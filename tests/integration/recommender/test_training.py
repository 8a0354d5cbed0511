"""Courses are recommended to those who lack what their work calls for, and it is told when that changes."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from recommender.main import RecommenderSettings, configured
from recommender.subscriptions import SUBSCRIPTIONS
from recommender.training.recommend_training import recommending
from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.looking import finished, look, told, training
from touchline_contracts.learning import CourseRetired, LearningTaskAssigned, LearningTaskCancelled
from touchline_contracts.skills import SkillExpired, SkillMerged, SkillRemoved
from touchline_runtime.auth import Role
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import (
    a_course_published,
    a_learning_task_completed,
    a_person,
    a_skill_assigned,
    a_skill_defined,
)

GONE: Any = {"person_id": "agent", "skill_id": "refunds", "revision": 2, "decided_at": NOW}
TASK: Any = {"learning_task_id": "learning-task-1", "person_id": "agent", "course_id": "course-1"}


async def test_a_course_is_recommended_for_what_the_teams_work_calls_for_and_the_agent_does_not_hold(
    queue: Feed, recommender: Api
) -> None:
    assert await look(queue) == [("course-1",)]
    [event] = await told(queue)
    assert event.skill_ids == ("refunds",)
    reason = "Refunds: 10 of the team's 10 tasks of 90 days call for it, and it is not held"
    assert event.reason == f"{reason}."
    shown = await training(recommender)
    assert (shown["person_id"], shown["changed_at"]) == ("agent", "2026-03-02T09:00:00Z")
    [gap] = shown["gaps"]
    assert (gap["name"], gap["reason"], gap["closed_by"]) == ("Refunds", reason, ["course-1"])
    [course] = shown["courses"]
    assert (course["title"], course["closes"]) == ("Refunds from the ground up", ["refunds"])


@pytest.mark.parametrize(("needed", "courses"), [("11", []), ("10", [("course-1",)])])
async def test_what_is_a_need_is_as_the_operator_sets_it(
    queue: Feed, monkeypatch: pytest.MonkeyPatch, needed: str, courses: list[tuple[str, ...]]
) -> None:
    monkeypatch.setenv("TOUCHLINE_TRAINING_NEED_TASKS", needed)
    schedules = {one.name: one for one in configured(RecommenderSettings()).schedules}
    assert await run_once(schedules["recommend_training"], queue.database)
    assert [event.course_ids for event in await told(queue)] == courses


def test_a_policy_that_makes_no_sense_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="training_need_share"):
        RecommenderSettings(training_need_share=5)


async def test_it_is_told_once_and_again_only_when_the_courses_change(queue: Feed, recommender: Api) -> None:
    assert await look(queue) == [("course-1",)]
    await finished(queue, "refunds", 12)
    assert await look(queue) == [("course-1",)]
    assert (await training(recommender))["gaps"][0]["reason"].startswith("Refunds: 12 of the team's 12")
    await queue(a_course_published("quick", estimated_minutes=5))
    assert await look(queue) == [("course-1",), ("quick",)]


async def test_when_the_skill_is_held_nothing_is_recommended_any_more_until_it_is_lost(queue: Feed) -> None:
    await look(queue)
    await queue(a_skill_assigned())
    assert await look(queue) == [("course-1",), ()]
    await queue(SkillExpired(**GONE))
    assert await look(queue) == [("course-1",), (), ("course-1",)]


def test_the_first_look_waits_for_every_topic_that_is_looked_at() -> None:
    looked_at = {"finished_task", "held_level", "course", "learning_task", "scored_assessment"}
    topics = {topic for one in SUBSCRIPTIONS if looked_at & set(one.into) for topic in one.topics}
    assert set(recommending().after) == topics


@pytest.mark.parametrize("lost", [SkillRemoved, SkillExpired])
async def test_a_skill_that_is_no_longer_held_is_a_gap_again(queue: Feed, lost: Any) -> None:
    await queue(a_skill_assigned(), lost(**GONE))
    assert await look(queue) == [("course-1",)]


async def test_a_course_that_was_assigned_or_completed_is_not_recommended_again(queue: Feed) -> None:
    await queue(a_course_published("other", estimated_minutes=600))
    await look(queue)
    await queue(LearningTaskAssigned(revision=1, due_at=NOW, **TASK))
    assert (await look(queue))[-1] == ()
    await queue(a_learning_task_completed())
    assert (await look(queue))[-1] == ("other",)
    await queue(LearningTaskCancelled(revision=3, **TASK))
    assert (await look(queue))[-1] == ("course-1",)


async def test_a_retired_course_is_not_recommended_but_is_known_for_what_it_awards(queue: Feed) -> None:
    await queue(CourseRetired(course_id="course-1", revision=2), a_course_published("other"))
    assert await look(queue) == [("other",)]
    await queue(LearningTaskAssigned(revision=1, due_at=NOW, **TASK))
    assert await look(queue) == [("other",), ()]


async def test_merged_skills_are_one_for_needs_holdings_and_courses(queue: Feed) -> None:
    await queue(a_skill_defined("money-back"))
    await look(queue)
    await queue(SkillMerged(skill_id="refunds", revision=2, into_skill_id="money-back"))
    assert await look(queue) == [("course-1",)] * 2
    assert (await told(queue))[-1].skill_ids == ("money-back",)
    await queue(a_skill_assigned(skill_id="money-back"))
    assert (await look(queue))[-1] == ()


async def test_a_gap_that_no_course_closes_is_shown_and_not_told(queue: Feed, recommender: Api) -> None:
    await queue(CourseRetired(course_id="course-1", revision=2))
    assert await look(queue) == []
    shown = await training(recommender)
    assert shown["courses"] == []
    assert [gap["closed_by"] for gap in shown["gaps"]] == [[]]


async def test_nothing_is_recommended_to_those_who_have_left(queue: Feed) -> None:
    await queue(a_person("agent", revision=2, active=False))
    assert await look(queue) == []


async def test_people_see_their_own_and_managers_that_of_their_teams(queue: Feed, recommender: Api) -> None:
    assert await training(recommender, "agent") == {
        "person_id": "agent",
        "changed_at": None,
        "gaps": [],
        "courses": [],
    }
    await look(queue)
    assert await training(recommender, "agent") == await training(recommender, "manager")
    assert (await recommender.anonymous().get("/persons/agent/training")).status_code == 401
    stranger = recommender.as_("stranger", Role.SKILL_MANAGER)
    assert (await stranger.get("/persons/agent/training")).status_code == 403
