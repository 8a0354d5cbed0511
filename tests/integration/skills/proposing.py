"""How tests of proposals predict skills, and list and decide what comes of it."""

from __future__ import annotations

from typing import Any

import httpx

from skills.holdings.proposals.when_skill_predicted_open_proposals import when_skill_predicted_open_proposals
from touchline_runtime.testing import delivered, react
from touchline_runtime.testing.events import a_skill_predicted
from touchline_runtime.transaction import Database


async def predict(database: Database, number: int = 1, times: int = 1, **overrides: object) -> None:
    """Delivers a prediction, each time under another event id, as after a restored backup."""
    event = a_skill_predicted(**{"prediction_id": f"prediction-{number}", **overrides})
    for time in range(times):
        repeated = delivered(event, id=f"{number}-{time}-{overrides}")
        assert await react(database, when_skill_predicted_open_proposals, repeated) == []


async def listed(client: httpx.AsyncClient, **filters: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get("/proposals", params=filters)).json()["items"]
    return items


async def decide(
    client: httpx.AsyncClient, decision: str, number: int = 0, comment: str = ""
) -> httpx.Response:
    proposal = (await listed(client))[number]
    return await client.post(f"/proposals/{proposal['id']}/{decision}", json={"comment": comment})
