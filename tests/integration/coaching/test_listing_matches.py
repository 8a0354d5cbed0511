"""What was decided of each match, listed for those who coach."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.coaching.calls import THEIRS, field_of
from tests.integration.coaching.seen import define, publish
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database


async def listed(api: Api, caller: str, **params: Any) -> list[dict[str, Any]]:
    answer = await api.as_(caller).get("/matches", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.fixture
async def decided(database: Database) -> None:
    """One match opened for the manager, one over capacity, one unsampled, and one of another team."""
    await define(database, "few", coach_weekly_capacity=1)
    await define(database, "none", sampling_percent=0.0, kinds=["incident"])
    await publish(database, *(a_task_closed(number=number) for number in ("CS0001", "CS0003")))
    await publish(database, a_task_closed(**THEIRS, kind="incident"))


@pytest.mark.usefixtures("decided")
async def test_each_match_tells_what_was_decided_and_why(coaching: Api) -> None:
    (opened,) = await listed(coaching, "manager", outcome="opened")
    assert (opened["task_number"], opened["coach_id"]) == ("CS0001", "manager")
    assert opened["reason"] == "1 of 1 this week for manager, found by team_manager"
    assessment = await coaching.as_("manager").get(f"/assessments/{opened['assessment_id']}")
    assert assessment.status_code == 200
    (over,) = await listed(coaching, "manager", outcome="over_capacity")
    assert (over["task_number"], over["assessment_id"]) == ("CS0003", None)
    (control,) = await listed(coaching, "admin", outcome="unsampled")
    assert control["reason"] == "not among the 0 % sampled: a control"


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, 4),
        ({"opportunity": "none"}, 1),
        ({"team": "payments"}, 2),
        ({"team": "-"}, 0),
        ({"trainee": "biller"}, 2),
        ({"coach": "billing-boss"}, 1),
        ({"since": "2100-01-01T00:00:00Z"}, 0),
        ({"before": "2100-01-01T00:00:00Z", "outcome": "opened"}, 2),
    ],
)
async def test_filters_are_joined(coaching: Api, params: dict[str, str], expected: int) -> None:
    assert len(await listed(coaching, "admin", **params)) == expected


@pytest.mark.usefixtures("decided")
async def test_matches_come_in_pages(coaching: Api) -> None:
    admin, found, after = coaching.as_("admin"), [], None
    while True:
        params = {"limit": 1} | ({"after": after} if after else {})
        page = (await admin.get("/matches", params=params)).json()
        found += [(item["opportunity_id"], item["task_number"]) for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert found == sorted(
        [("few", "CS0001"), ("few", "CS0002"), ("few", "CS0003"), ("none", "CS0002")], reverse=True
    )


@pytest.mark.usefixtures("decided")
async def test_coaches_see_the_matches_of_their_teams_alone(coaching: Api) -> None:
    assert {item["team_id"] for item in await listed(coaching, "manager")} == {"payments"}
    assert (await coaching.as_("manager").get("/matches", params={"team": "billing"})).status_code == 403
    assert (await coaching.as_("agent").get("/matches")).status_code == 403


@pytest.mark.parametrize(
    ("params", "field"),
    [({"outcome": "lost"}, "outcome"), ({"after": "x"}, "after"), ({"since": "Monday"}, "since")],
)
async def test_a_filter_that_makes_no_sense_is_refused_by_name(
    coaching: Api, params: dict[str, str], field: str
) -> None:
    assert field_of(await coaching.as_("admin").get("/matches", params=params)) == field
