"""Who has an overview, and what it cannot be asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.coaching.calls import field_of
from touchline_runtime.auth import Role
from touchline_runtime.testing import Api


async def test_who_leads_no_team_has_no_overview_and_nobody_that_of_anothers_team(coaching: Api) -> None:
    for caller, filters in (
        ("agent", {}),
        ("agent", {"scope": "managed"}),
        ("agent", {"team": "payments"}),
        ("manager", {"team": "billing"}),
        ("manager", {"team": "-"}),
    ):
        answer = await coaching.as_(caller).get("/overview", params=filters)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/forbidden")
    assert (await coaching.as_("stranger", Role.COACH).get("/overview")).status_code == 403
    assert (await coaching.anonymous().get("/overview")).status_code == 401


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"until": "yesterday"}, "until"),
        ({"until": "0001-01-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"window": "weeks"}, "window"),
        ({"scope": "all"}, "scope"),
        ({"teams": "payments"}, "teams"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused_by_name(
    coaching: Api, params: dict[str, Any], field: str
) -> None:
    assert field_of(await coaching.as_("manager").get("/overview", params=params)) == field
