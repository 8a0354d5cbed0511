"""Some weeks of coaching in two teams, and how tests read its overview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx

from tests.integration.coaching.calls import GOOD, MINE, THEIRS
from tests.integration.coaching.seen import define, publish
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

TODAY: dict[str, str | int] = {"until": "2026-03-02"}
DAY = timedelta(days=1)


async def overview(client: httpx.AsyncClient, **filters: str | int) -> dict[str, Any]:
    answer = await client.get("/overview", params=TODAY | filters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def listed(client: httpx.AsyncClient, behind: str) -> int:
    """How many assessments a figure's list holds, page after page."""
    found, after = 0, ""
    while True:
        answer = await client.get(f"{behind}&limit=2{after}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += len(page["items"])
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


def figures(found: Any) -> Iterator[dict[str, Any]]:
    """Every figure within an overview."""
    match found:
        case dict() if "behind" in found:
            yield found
        case dict():
            for each in found.values():
                yield from figures(each)
        case list():
            for each in found:
                yield from figures(each)


# whose task, its kind, how many days ago it was done and the assessment closed, and with which outcome
PRACTICE: tuple[tuple[dict[str, str], str, int, int, dict[str, Any] | None], ...] = (
    (MINE, "case", 0, 0, {"rating": "excellent"}),
    (MINE, "case", 3, 1, {"rating": "good"}),
    (MINE, "incident", 3, 1, GOOD),
    (MINE, "case", 40, 1, {"rating": "average"}),
    (THEIRS, "case", 3, 2, {"rating": "poor"}),
    (MINE, "case", 2, 0, None),
    (MINE, "case", 1, 0, {"reason": "left the company"}),
    (THEIRS, "case", 29, 0, {"rating": "unacceptable"}),
    (THEIRS, "case", 30, 0, {"rating": "good"}),
)


async def practise(database: Database, admin: httpx.AsyncClient, clock: FixedClock) -> None:
    """Work of two teams, done and judged on several days, by a survey and by hand."""
    survey = {"survey_id": "default-quality", "survey_required": True}
    await define(database, "incidents", kinds=["incident"], **survey)
    await define(database, "cases", kinds=["case"])
    for number, (whose, kind, done, closed, outcome) in enumerate(PRACTICE):
        clock.advance(NOW - done * DAY - clock.now())
        task = a_task_closed(**whose | {"number": f"CS{number}", "kind": kind, "closed_at": clock.now()})
        (event,) = await publish(database, task)
        assert isinstance(event, AssessmentOpened)
        if outcome is not None:
            clock.advance(NOW - closed * DAY - clock.now())
            await conclude(admin, f"/assessments/{event.assessment_id}", outcome)
    clock.advance(NOW - clock.now())


async def conclude(client: httpx.AsyncClient, path: str, outcome: dict[str, Any]) -> None:
    """Completes an assessment by a rating or by answers, or closes it for a reason."""
    if outcome is GOOD:
        (await client.post(f"{path}/survey", json={"taken_by": "coach", "answers": GOOD})).raise_for_status()
        outcome = {}
    step = "close" if "reason" in outcome else "complete"
    (await client.post(f"{path}/{step}", json=outcome)).raise_for_status()


def by(found: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """Figures by what they are of: n, and the average where there is one."""
    return {each[key]: (each["n"], each["average"]) if "average" in each else each["n"] for each in found}
