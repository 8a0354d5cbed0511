"""Publishing a survey while somebody else does."""

from __future__ import annotations

import asyncio

from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database

SURVEY = {"name": "Tone", "questions": [{"id": "tone", "text": "Tone"}]}


async def test_of_two_who_publish_the_same_version_at_once_one_is_told(
    database: Database, coaching: Api
) -> None:
    admin = coaching.as_("admin")
    id = (await admin.post("/surveys", json=SURVEY)).json()["id"]
    async with database.reading() as conn, conn.transaction():
        await conn.execute(
            "insert into survey (id, version, name, questions, published_by, published_at) "
            "select id, 2, name, questions, published_by, published_at from survey where id = $1",
            id,
        )
        late = asyncio.ensure_future(admin.post("/surveys", json={**SURVEY, "id": id}))
        await asyncio.wait([late], timeout=0.5)
    answer = await late
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/version-exists")
