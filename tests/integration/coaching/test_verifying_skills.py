"""A newly assigned skill opens an assessment that verifies it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.coaching.seen import define, rows, subscribed, tell_directory
from touchline_contracts.coaching import AssessmentOpened
from touchline_contracts.event import Event
from touchline_contracts.skills import SkillAssigned
from touchline_runtime.testing import NOW, Api, react
from touchline_runtime.testing.events import a_person, a_skill_assigned, a_team
from touchline_runtime.transaction import Database

(ASSIGNED,) = subscribed("when_skill_assigned_open_assessments")


async def assign(database: Database, *events: SkillAssigned) -> list[AssessmentOpened]:
    emitted: list[Event] = await react(database, ASSIGNED, *events)
    return [event for event in emitted if isinstance(event, AssessmentOpened)]


async def watch_skills(database: Database, **overrides: object) -> None:
    await define(database, "new-skill", **({"event_types": ["skill.assigned"]} | overrides))


async def test_the_default_opportunity_has_the_teams_manager_verify_a_new_skill(database: Database) -> None:
    async with database.reading() as conn:
        await conn.execute("update opportunity set active = true")
    (opened,) = await assign(database, a_skill_assigned())
    assert (opened.opportunity_id, opened.skill_id, opened.task_number) == (
        "default-new-skill",
        "refunds",
        None,
    )
    assert (opened.trainee_id, opened.coach_id, opened.team_id) == ("agent", "manager", "payments")


@pytest.mark.parametrize("kind", ["assessment", "import"])
async def test_a_skill_that_a_coach_has_just_given_or_that_was_imported_is_not_verified(
    database: Database, kind: str
) -> None:
    await watch_skills(database)
    assert await assign(database, a_skill_assigned(evidence={"kind": kind})) == []
    assert await rows(database, "opportunity_match") == []


async def test_a_skill_that_is_no_news_is_not_verified(database: Database) -> None:
    await watch_skills(database)
    assert await assign(database, a_skill_assigned(decided_at=NOW - timedelta(days=30))) == []


async def test_a_skill_told_twice_is_verified_once(database: Database) -> None:
    await watch_skills(database)
    assert len(await assign(database, a_skill_assigned(), a_skill_assigned())) == 1
    assert await assign(database, a_skill_assigned()) == []


async def test_a_skill_that_was_removed_and_given_again_is_verified_again(database: Database) -> None:
    await watch_skills(database)
    await assign(database, a_skill_assigned(revision=1))
    assert len(await assign(database, a_skill_assigned(revision=3))) == 1


async def test_who_is_in_no_team_is_coached_by_their_manager(database: Database) -> None:
    await watch_skills(database)
    await tell_directory(database, a_person("lone", manager_id="coach"))
    (opened,) = await assign(database, a_skill_assigned(person_id="lone"))
    assert (opened.coach_id, opened.team_id) == ("coach", None)


async def test_a_skill_of_an_unknown_person_waits_for_the_person(database: Database) -> None:
    await watch_skills(database)
    assert await assign(database, a_skill_assigned(person_id="new")) == []
    (waiting,) = await rows(database, "opportunity_match")
    (opened,) = await tell_directory(database, a_person("new", manager_id="coach"))
    assert isinstance(opened, AssessmentOpened)
    assert (opened.skill_id, opened.task_number, opened.coach_id) == ("refunds", None, "coach")
    assert opened.assessment_id == waiting["assessment_id"]


async def test_the_coaches_of_a_persons_team_take_turns_within_their_capacity(database: Database) -> None:
    await watch_skills(database, coach_rule="rotation", coach_weekly_capacity=1)
    await tell_directory(database, a_team(coach_ids=("coach", "operator"), revision=2))
    given = [a_skill_assigned(skill_id=f"skill-{n}", revision=n) for n in (1, 2, 3)]
    assert [event.coach_id for event in await assign(database, *given)] == ["coach", "operator"]


async def test_each_skill_of_a_person_is_drawn_on_its_own(database: Database) -> None:
    await watch_skills(database, sampling_percent=50.0)
    opened = await assign(database, *(a_skill_assigned(skill_id=f"s{n}", revision=n) for n in range(1, 41)))
    assert 8 < len(opened) < 32


async def test_skills_one_by_one_equal_all_at_once(database: Database, coaching: Api) -> None:
    await watch_skills(database, agent_limit=3, coach_weekly_capacity=2)
    given = [a_skill_assigned(skill_id=f"s{n}", revision=n) for n in range(1, 6)]
    opened = [event for each in given for event in await assign(database, each)]
    one_by_one = [await rows(database, table) for table in ("assessment", "opportunity_match")]
    async with database.reading() as conn:
        await conn.execute("delete from assessment; delete from opportunity_match; delete from outbox")
    assert await assign(database, *given) == opened
    assert [await rows(database, table) for table in ("assessment", "opportunity_match")] == one_by_one
    items = (await coaching.as_("manager").get("/matches", params={"limit": 2})).json()
    shown = [(each["skill_id"], each["task_number"], each["outcome"]) for each in items["items"]]
    assert shown == [("s5", None, "over_capacity"), ("s4", None, "over_capacity")]
    more = (await coaching.as_("manager").get("/matches", params={"after": items["next"]})).json()
    assert [each["skill_id"] for each in more["items"]] == ["s3", "s2", "s1"]
