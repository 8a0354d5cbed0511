"""Where gaps come from: low scores, levels below the usual, and what work without tags calls for."""

from __future__ import annotations

from datetime import timedelta

from tests.integration.recommender.feeding import Feed, shown, taught
from tests.integration.recommender.looking import finished, look, told
from touchline_contracts.coaching import AssessmentReopened
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import (
    a_course_published,
    a_learning_task_completed,
    a_person,
    a_skill_assigned,
    a_skill_defined,
    a_team,
    an_assessment_completed,
)


async def test_a_low_score_is_a_gap_until_a_better_one_or_a_course_follows(queue: Feed) -> None:
    await queue(a_skill_assigned())
    of_printers = {"skill_id": "printers", "task_number": None, "skills": ()}
    await queue(a_course_published("paper", skills=({"skill_id": "printers"},)))
    await queue(an_assessment_completed(score=41.0, **of_printers))
    assert await look(queue) == [("paper",)]
    assert (await told(queue))[-1].reason == "Printers: the last assessment scored 41 of 100."
    later = NOW + timedelta(hours=1)
    better = {"assessment_id": "assessment-2", "score": 90.0, "completed_at": later}
    await queue(an_assessment_completed(**(of_printers | better)))
    assert await look(queue) == [("paper",), ()]
    await queue(AssessmentReopened(assessment_id="assessment-2", revision=4, trainee_id="agent", reason="?"))
    assert await look(queue) == [("paper",), (), ("paper",)]
    done = {"learning_task_id": "two", "course_id": "paper", "completed_at": later, "skills": ()}
    await queue(
        a_learning_task_completed(**done), a_course_published("more", skills=({"skill_id": "printers"},))
    )
    assert (await look(queue))[-1] == ()


async def test_a_low_score_of_a_task_is_about_the_skills_of_the_task(queue: Feed) -> None:
    await queue(a_skill_assigned(), a_course_published("login", skills=({"skill_id": "passwords"},)))
    await finished(queue, "passwords", 1)
    await queue(an_assessment_completed(score=20.0, task_number="passwords 0"))
    assert await look(queue) == [("login",)]


async def test_what_the_texts_of_tasks_without_tags_call_for_is_needed_as_well(feed: Feed) -> None:
    await feed.organisation()
    await feed(a_team("payments", member_ids=("agent",)), a_course_published())
    await feed(*taught(), *(shown(agent_id="colleague", team_id="other")))
    await feed(a_team("other", member_ids=("agent",)), a_team("payments", revision=2, member_ids=()))
    assert await look(feed) == []
    await feed.learn()
    assert await look(feed) == [("course-1",)]


async def test_a_level_below_that_of_half_of_the_colleagues_is_a_gap_for_a_course_of_that_level(
    queue: Feed,
) -> None:
    members = ("agent", "colleague", "third")
    await queue(a_person("third"), a_team("payments", revision=2, member_ids=members))
    await queue(
        a_skill_assigned(), *(a_skill_assigned(person_id=one, level=3, revision=2) for one in members[1:])
    )
    assert await look(queue) == []
    await queue(a_course_published("expert", skills=({"skill_id": "refunds", "level": 3},)))
    assert await look(queue) == [("expert",)]


async def test_work_of_other_teams_or_of_long_ago_is_no_need(feed: Feed, clock: FixedClock) -> None:
    await feed(a_person("agent"), a_team("payments", member_ids=("agent",)), a_skill_defined())
    await feed(a_course_published())
    await finished(feed, "refunds", 10, team_id="claims")
    assert await look(feed) == []
    await finished(feed, "refunds", 10, revision=2)
    clock.advance(timedelta(days=90))
    assert await look(feed) == []
