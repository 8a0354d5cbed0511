"""Managers see who of their teams lacks what."""

from __future__ import annotations

from typing import Any

from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.looking import finished, look
from touchline_runtime.auth import Role
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_course_published, a_person, a_team

Listed = list[dict[str, Any]]


async def listed(recommender: Api, by: str = "manager", **query: str) -> Listed:
    answer = await recommender.as_(by).get("/training", params=query)
    items: Listed = answer.raise_for_status().json()["items"]
    return items


def people(items: Listed) -> list[str]:
    return [item["person_id"] for item in items]


async def other_team(feed: Feed) -> None:
    """A team of others, whose work calls for printers, and with a course for both skills."""
    await feed(a_person("stranger"), a_person("idle"))
    await feed(a_team("claims", manager_id="somebody", coach_ids=(), member_ids=("stranger", "agent")))
    await finished(feed, "printers", 10, team_id="claims")
    both = ({"skill_id": "printers"}, {"skill_id": "refunds"})
    await feed(a_course_published("both", skills=both, estimated_minutes=90))
    await look(feed)


async def test_a_manager_sees_those_with_gaps_of_their_own_teams_with_reasons_and_courses(
    queue: Feed, recommender: Api
) -> None:
    await other_team(queue)
    [item] = await listed(recommender)
    assert item["person_id"] == "agent"
    assert [gap["skill_id"] for gap in item["gaps"]] == ["printers", "refunds"]
    assert [course["course_id"] for course in item["courses"]] == ["both"]
    assert people(await listed(recommender, "admin")) == ["agent", "stranger"]


async def test_it_is_narrowed_down_by_team_course_and_skill(queue: Feed, recommender: Api) -> None:
    await other_team(queue)
    asked: list[tuple[dict[str, str], list[str]]] = [
        ({"team": "claims"}, ["agent", "stranger"]),
        ({"team": "payments"}, ["agent"]),
        ({"skill": "refunds"}, ["agent"]),
        ({"course": "both"}, ["agent", "stranger"]),
        ({"course": "course-1"}, []),
        ({"skill": "passwords"}, []),
    ]
    for query, expected in asked:
        assert people(await listed(recommender, "admin", **query)) == expected, query


async def test_it_comes_in_pages_and_as_a_file(queue: Feed, recommender: Api) -> None:
    await other_team(queue)
    admin = recommender.as_("admin")
    first = (await admin.get("/training", params={"limit": "1"})).json()
    last = (await admin.get("/training", params={"limit": "1", "after": first["next"]})).json()
    assert people(first["items"] + last["items"]) == ["agent", "stranger"]
    assert last["next"] is None
    file = await admin.get("/training.csv")
    assert len(file.raise_for_status().text.strip().splitlines()) == 3


async def test_teams_of_others_and_agents_are_refused(queue: Feed, recommender: Api) -> None:
    await other_team(queue)
    refused = await recommender.as_("manager").get("/training", params={"team": "claims"})
    assert refused.status_code == 403
    assert (await recommender.as_("agent", Role.TRAINEE).get("/training")).status_code == 403
