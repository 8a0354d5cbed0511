"""Whatever a caller sends, the answer is a problem document that says what to correct."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from touchline_runtime.auth import Role
from touchline_runtime.http import run
from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database


def faults(response: httpx.Response) -> list[str]:
    """The fields that a 422 names."""
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return [error["field"] for error in response.json()["errors"]]


async def test_every_wrong_field_is_named(notebook: Api) -> None:
    coach = notebook.as_("coach")
    wrong = {"text": "x" * 1001, "stars": "many", "tags": [{"name": 3}], "mood": "odd"}
    assert faults(await coach.post("/notes", json=wrong)) == ["text", "stars", "tags.0.name", "mood"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (r'{"text": "a\u0000b"}', "text"),
        (r'{"text": "\ud800"}', "text"),
        (r'{"text": "a", "stars": 9223372036854775808}', "stars"),
        (r'{"text": "a", "stars": 2147483648}', "body"),
        (r'{"text": "a", "stars": 1e999}', "stars"),
        (r'{"text": "a", "stars": NaN}', "stars"),
        (r'{"text": "a", "tags": [{"name": "\u0000"}]}', "tags.0.name"),
        (r'{"text": "a", "\u0000": 1}', "body"),
        (r'{"text": "a", "due_at": "0001-01-01T00:00:00+14:00"}', "due_at"),
        (r'{"text": "a", "due_at": "yesterday"}', "due_at"),
        (r'{"text": "a", "mood": "bad"}', "body"),
        (r'{"text": "a", "txet": "b"}', "txet"),
        (r'{"text": "a", "by": {"person_id": "admin", "roles": []}}', "by"),
        ("[" * 50_000, "body"),
        ("[" * 900 + "]" * 900, "body"),
        ("{", "body"),
        ("", "body"),
        ("9" * 5_000, "body"),
    ],
)
async def test_nonsense_in_a_body_is_refused_by_name(notebook: Api, body: str, field: str) -> None:
    headers = {"content-type": "application/json"}
    response = await notebook.as_("coach").post("/notes", content=body, headers=headers)
    assert field in faults(response)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/notes?limit=0", "limit"),
        ("/notes?limit=201", "limit"),
        ("/notes?after=%00", "after"),
        ("/notes?after=nonsense", "after"),
        ("/notes?after=WyIxIiwiMiJd", "after"),
        ("/notes?text=%00", "text"),
        ("/notes?tetx=a", "tetx"),
        ("/notes/%00", "note_id"),
        (f"/notes/{'x' * 201}", "note_id"),
    ],
)
async def test_nonsense_in_a_path_or_query_is_refused_by_name(notebook: Api, path: str, field: str) -> None:
    assert faults(await notebook.as_("coach").get(path)) == [field]


async def test_empty_filters_are_no_filters(notebook: Api) -> None:
    coach = notebook.as_("coach")
    await coach.post("/notes", json={"text": "a"})
    assert len((await coach.get("/notes?text=&after=")).json()["items"]) == 1


async def test_a_refusal_of_the_domain_is_a_conflict_or_names_its_field(notebook: Api) -> None:
    coach = notebook.as_("coach")
    refused = await coach.post("/notes/1/stars")
    assert refused.status_code == 409
    assert refused.json() == {
        "type": "/problems/no-stars",
        "title": "Conflict",
        "status": 409,
        "detail": "There are no stars left.",
        "errors": [],
    }
    assert faults(await coach.post("/notes/1/stars", json={"stars": 5})) == ["stars"]


async def test_unknown_things_paths_and_methods_are_problems_too(notebook: Api) -> None:
    coach = notebook.as_("coach")
    for method, path, status in (("GET", "/notes/9", 404), ("GET", "/nowhere", 404), ("PUT", "/notes", 405)):
        response = await coach.request(method, path)
        assert (response.status_code, response.headers["content-type"]) == (
            status,
            "application/problem+json",
        )


async def test_a_body_beyond_one_mebibyte_is_refused_unread(notebook: Api) -> None:
    coach = notebook.as_("coach")
    response = await coach.post("/notes", json={"text": "x" * 1_100_000})
    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 10_000

    streamed = await coach.post("/notes", content=chunks(), headers={"content-type": "application/json"})
    assert streamed.status_code == 413


async def test_a_bug_answers_500_without_its_details(notebook: Api) -> None:
    response = await notebook.as_("coach").post(
        "/notes", json={"text": "bug"}, headers={"x-correlation-id": "c-1"}
    )
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "c-1" in response.json()["detail"]


async def test_a_database_that_is_gone_answers_503_and_when_to_try_again(
    notebook: Api, database: Database
) -> None:
    database.pool.terminate()
    await asyncio.sleep(0)
    response = await notebook.as_("coach").get("/notes")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


async def test_a_database_that_hangs_answers_503(
    notebook: Api, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE_SECONDS", 0.2)
    async with database.transaction(None) as tx:
        await tx.conn.execute("LOCK TABLE note")
        assert (await notebook.as_("coach").get("/notes")).status_code == 503


async def test_an_answer_without_content_is_204(notebook: Api) -> None:
    response = await notebook.as_("agent", Role.TRAINEE).delete("/notes/1")
    assert (response.status_code, response.content) == (204, b"")
