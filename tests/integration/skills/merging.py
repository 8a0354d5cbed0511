"""Two skills to be merged, and how tests do it."""

from __future__ import annotations

import httpx

TEN = {"name": "Ten", "levels": [{"value": n, "name": f"Step {n}"} for n in range(1, 11)]}
STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}


async def define(admin: httpx.AsyncClient) -> None:
    """Refunds in ten steps, with a former name and a skill below; Repayments in two; both below Money."""
    for level_type in (TEN, STARS):
        await admin.post("/level-types", json=level_type)
    await admin.post("/skills", json={"name": "Money"})
    await admin.post("/skills", json={"name": "Moneyback", "id": "refunds", "level_type_id": "ten"})
    await admin.patch("/skills/refunds", json={"name": "Refunds", "parent_id": "money"})
    await admin.post("/skills", json={"name": "Chargebacks", "parent_id": "refunds"})
    await admin.post("/skills", json={"name": "Repayments", "level_type_id": "stars", "parent_id": "money"})


async def merge(
    client: httpx.AsyncClient, skill: str = "refunds", into: str = "repayments"
) -> httpx.Response:
    return await client.post(f"/skills/{skill}/merge", json={"into": into})


async def give(client: httpx.AsyncClient, skill: str, level: int, person: str = "agent") -> None:
    answer = await client.post(f"/persons/{person}/skills", json={"skill_id": skill, "level": level})
    assert answer.status_code == 200


async def held(client: httpx.AsyncClient, person: str = "agent") -> list[tuple[str, int]]:
    items = (await client.get(f"/persons/{person}/skills")).json()["items"]
    return [(item["skill_id"], item["level"]) for item in items]
