"""The overview: quality in both windows, where assessments stand, and the lists behind each figure."""

from __future__ import annotations

import pytest

from tests.integration.coaching.practice import by, figures, listed, overview
from touchline_runtime.testing import Api

SCORE = pytest.approx(81.25)
"""What the answers GOOD score."""


@pytest.mark.usefixtures("practice")
async def test_quality_is_of_the_tasks_done_or_of_the_assessments_completed(coaching: Api) -> None:
    manager = coaching.as_("manager")
    of_tasks, of_assessments = [await overview(manager, window=each) for each in ("tasks", "assessments")]
    for found in (of_tasks, of_assessments):
        assert (found["tasks"]["n"], found["tasks"]["average"]) == (3, pytest.approx(86.25))
        assert (found["assessments"]["n"], found["assessments"]["average"]) == (4, pytest.approx(81.5625))
        assert found["difference"]
        assert (found["first_day"], found["last_day"]) == ("2026-02-01", "2026-03-02")
    assert by(of_tasks["by_survey"], "id") == {"default-quality": (1, SCORE), None: (2, 88.75)}
    assert by(of_assessments["by_survey"], "id") == {
        "default-quality": (1, SCORE),
        None: (3, pytest.approx(245 / 3)),
    }


@pytest.mark.usefixtures("practice")
async def test_the_trend_has_every_day_and_null_where_there_is_no_data(coaching: Api) -> None:
    daily = (await overview(coaching.as_("manager")))["daily"]
    assert [daily[0]["day"], daily[-1]["day"], len(daily)] == ["2026-02-01", "2026-03-02", 30]
    counted = {day: figure for day, figure in by(daily, "day").items() if figure != (0, None)}
    assert counted == {"2026-02-27": (2, pytest.approx(81.875)), "2026-03-02": (1, 95)}


@pytest.mark.usefixtures("practice")
async def test_the_first_day_counts_and_the_day_before_does_not(coaching: Api) -> None:
    found = await overview(coaching.as_("admin"))
    assert by(found["by_team"], "name") == {"Payments": (3, pytest.approx(86.25)), "Billing": (2, 35)}
    assert by(found["daily"], "day")["2026-02-01"] == (1, 20)
    shorter = await overview(coaching.as_("admin"), days=29)
    assert by(shorter["by_team"], "id")["billing"] == (1, 50)


@pytest.mark.usefixtures("practice")
async def test_assessments_are_counted_by_state_and_by_opportunity(coaching: Api) -> None:
    found = await overview(coaching.as_("manager"))
    assert by(found["by_state"], "state") == {
        "open": 1,
        "work_in_progress": 0,
        "resolved": 0,
        "closed_complete": 4,
        "closed_incomplete": 1,
    }
    # the one of 40 days ago was opened before the period
    assert by(found["by_opportunity"], "name") == {"cases": 4, "incidents": 1}
    later = await overview(coaching.as_("manager"), until="2026-05-01")
    assert by(later["by_state"], "state")["open"] == 1
    assert by(later["by_opportunity"], "id") == {}


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize(
    ("caller", "filters"),
    [
        ("manager", {}),
        ("manager", {"window": "assessments", "scope": "managed"}),
        ("manager", {"team": "payments", "survey": "default-quality"}),
        ("admin", {"window": "assessments"}),
        ("admin", {"team": "billing", "days": 5}),
        ("admin", {"survey": "-"}),
        ("admin", {"team": "-"}),
        ("coach", {"scope": "managed"}),
    ],
)
async def test_each_figure_leads_to_the_list_of_what_it_counts(
    coaching: Api, caller: str, filters: dict[str, str | int]
) -> None:
    client = coaching.as_(caller)
    found = list(figures(await overview(client, **filters)))
    assert len(found) > 6
    for figure in found:
        assert await listed(client, figure["behind"]) == figure["n"], figure


async def test_without_data_there_is_no_average_and_the_own_teams_are_shown(coaching: Api) -> None:
    found = await overview(coaching.as_("manager"))
    assert found["tasks"]["n"] == 0
    assert found["tasks"]["average"] is None
    assert by(found["by_team"], "name") == {"Payments": (0, None)}
    assert {each["average"] for each in found["daily"]} == {None}


@pytest.mark.usefixtures("practice")
async def test_it_ends_today_unless_told_otherwise(coaching: Api) -> None:
    answer = await coaching.as_("admin").get("/overview")
    found = answer.json()
    assert len(found["daily"]) == 30
    assert found["daily"][-1]["day"] == found["last_day"] > "2026-03-02"


@pytest.mark.usefixtures("practice")
async def test_managed_leaves_out_the_teams_that_are_only_coached(coaching: Api) -> None:
    coach = coaching.as_("coach")
    assert (await overview(coach))["tasks"]["n"] == 3
    assert (await overview(coach, scope="managed"))["tasks"]["n"] == 0
