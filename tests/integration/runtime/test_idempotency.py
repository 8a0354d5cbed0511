"""Promise 10: a repeated POST has its effect once and gets the first answer again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from touchline_runtime import idempotency
from touchline_runtime.clock import FixedClock
from touchline_runtime.schedule import Schedule, run_once
from touchline_runtime.testing import Api, sent
from touchline_runtime.transaction import Database

KEY = {"Idempotency-Key": "k-1"}


async def test_the_same_key_and_body_get_the_stored_answer_and_one_effect(
    notebook: Api, database: Database
) -> None:
    coach = notebook.as_("coach")
    first = await coach.post("/notes", json={"text": "a", "stars": 1}, headers=KEY)
    again = await coach.post("/notes", json={"stars": 1, "text": "a"}, headers=KEY)
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
    assert len((await coach.get("/notes")).json()["items"]) == 1
    assert len(await sent(database)) == 1


async def test_the_same_key_with_another_body_is_refused_naming_the_header(notebook: Api) -> None:
    coach = notebook.as_("coach")
    await coach.post("/notes", json={"text": "a"}, headers=KEY)
    other = await coach.post("/notes", json={"text": "b"}, headers=KEY)
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_a_key_belongs_to_one_caller(notebook: Api, database: Database) -> None:
    for person in ("coach", "manager"):
        response = await notebook.as_(person).post("/notes", json={"text": "a"}, headers=KEY)
        assert response.status_code == 201
    assert len({received.envelope.id for received in await sent(database)}) == 2


async def test_duplicates_at_the_same_time_have_one_effect(notebook: Api, database: Database) -> None:
    coach = notebook.as_("coach")
    calls = [coach.post("/notes", json={"text": "slow"}, headers=KEY) for _ in range(4)]
    answers = await asyncio.gather(*calls)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(await sent(database)) == 1


async def test_a_refused_request_may_be_corrected_under_the_same_key(notebook: Api) -> None:
    coach = notebook.as_("coach")
    assert (await coach.post("/notes", json={"text": 1}, headers=KEY)).status_code == 422
    assert (await coach.post("/notes", json={"text": "bug"}, headers=KEY)).status_code == 500
    assert (await coach.post("/notes", json={"text": "a"}, headers=KEY)).status_code == 201


async def test_the_emitted_id_derives_from_the_key(notebook: Api, database: Database) -> None:
    coach = notebook.as_("coach")
    await coach.post("/notes", json={"text": "a"}, headers=KEY)
    [before] = await sent(database)
    async with database.transaction(None) as tx:
        await tx.conn.execute("TRUNCATE note, outbox, idempotency_key")
    await coach.post("/notes", json={"text": "a"}, headers=KEY)
    [after] = await sent(database)
    assert before.envelope.id == after.envelope.id


async def test_a_key_that_is_none_is_refused(notebook: Api) -> None:
    for key in ("", "x" * 201, "a b"):
        response = await notebook.as_("coach").post(
            "/notes", json={"text": "a"}, headers={"Idempotency-Key": key}
        )
        assert response.status_code == 422, key


async def test_old_keys_are_forgotten(notebook: Api, database: Database, clock: FixedClock) -> None:
    coach = notebook.as_("coach")
    await coach.post("/notes", json={"text": "a"}, headers=KEY)
    clock.advance(timedelta(days=8))
    await run_once(Schedule("forget", timedelta(hours=1), idempotency.forget_old), database)
    async with database.reading() as conn:
        assert await conn.fetchval("SELECT count(*) FROM idempotency_key") == 0


async def test_without_a_key_every_request_counts(notebook: Api, database: Database) -> None:
    coach = notebook.as_("coach")
    for _ in range(2):
        await coach.post("/notes", json={"text": "a"})
    assert len(await sent(database)) == 2
