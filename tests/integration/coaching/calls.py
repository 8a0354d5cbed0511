"""What calls of the assessments API start from, and how their answers are read."""

from __future__ import annotations

import httpx

from tests.integration.coaching.seen import define, publish
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

GOOD = {"understanding": 4, "solution": 5, "communication": 4, "documentation": 3}
MINE = {"number": "CS0001"}
THEIRS = {"number": "CS0002", "agent_id": "biller", "team_id": "billing"}


async def opened(database: Database, **opportunity: object) -> str:
    """An assessment of the agent's task, opened for the manager. Returns its id."""
    await define(database, **opportunity)
    (event,) = await publish(database, a_task_closed())
    assert isinstance(event, AssessmentOpened)
    return event.assessment_id


def field_of(answer: httpx.Response) -> str:
    """The field that a 422 answer names first."""
    assert answer.status_code == 422, answer.text
    return str(answer.json()["errors"][0]["field"])


async def ids(client: httpx.AsyncClient, **filters: str | int) -> list[str]:
    """The task numbers of the assessments that the filters leave, in order."""
    answer = await client.get("/assessments", params=filters)
    assert answer.status_code == 200, answer.text
    return [item["task_number"] for item in answer.json()["items"]]
