"""Over HTTP: how far the learner is, and what was predicted for whom."""

from __future__ import annotations

from tests.integration.recommender.feeding import Feed, shown, taught
from touchline_runtime.auth import Role
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_skill_rejected, a_team


async def test_the_status_says_how_much_was_learned_and_what_came_of_it(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    caller = recommender.as_("operator")
    before = (await caller.get("/status")).json()
    assert (before["cases"], before["learned_to"], before["behind"]) == (68, 0, before["log_length"])
    assert before["threshold"] is None
    await feed.learn()
    after = (await caller.get("/status")).json()
    assert (after["behind"], after["learned_to"]) == (0, after["log_length"])
    assert (after["skills_known"], after["skills_learned"]) == (3, 3)
    assert (after["proposals_made"], after["proposals_open"]) == (4, 4)
    assert (after["threshold"], after["model_version"]) == (0.8, "linear-4")


async def test_the_status_is_for_operators_and_skill_managers(recommender: Api) -> None:
    assert (await recommender.anonymous().get("/status")).status_code == 401
    assert (await recommender.as_("agent").get("/status")).status_code == 403
    assert (await recommender.as_("manager").get("/status")).status_code == 200


async def test_a_manager_sees_the_predictions_for_their_team_and_what_became_of_them(
    feed: Feed, recommender: Api
) -> None:
    await feed.organisation()
    await feed(a_team())
    await feed(*taught(), *shown())
    await feed.learn()
    await feed(a_skill_rejected())
    answer = await recommender.as_("manager").get("/predictions", params={"person": "agent"})
    [item] = answer.json()["items"]
    assert (item["skill_id"], item["state"]) == ("refunds", "rejected")
    assert item["samples"][0]["phrases"]


async def test_predictions_about_other_teams_are_forbidden(recommender: Api) -> None:
    stranger = recommender.as_("stranger", Role.SKILL_MANAGER)
    assert (await stranger.get("/predictions", params={"person": "agent"})).status_code == 403


async def test_predictions_come_in_pages(feed: Feed, recommender: Api) -> None:
    await feed.organisation()
    await feed(*taught())
    await feed.learn()
    admin = recommender.as_("admin")
    seen: list[str] = []
    after: str | None = None
    for _ in range(3):
        given = {"person": "colleague", "limit": "1"} | ({"after": after} if after else {})
        page = (await admin.get("/predictions", params=given)).json()
        seen += [item["skill_id"] for item in page["items"]]
        after = page["next"]
    assert sorted(seen) == ["passwords", "printers", "refunds"]
    assert after is None


async def test_nonsense_is_refused_naming_the_field(recommender: Api) -> None:
    admin = recommender.as_("admin")
    missing = await admin.get("/predictions")
    assert missing.status_code == 422
    assert missing.json()["errors"][0]["field"] == "person"
    wrong = await admin.get("/predictions", params={"person": "agent", "after": "WyJhIiwiYiJd"})
    assert wrong.json()["errors"][0]["field"] == "after"
