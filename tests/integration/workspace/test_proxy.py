"""Calls through the workspace to a service, over real connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.integration.workspace.serving import Double

PROBLEM = "application/problem+json"


async def test_method_path_query_headers_and_body_arrive_as_they_were_sent(caller: httpx.AsyncClient) -> None:
    answer = await caller.post(
        "/api/coaching/echo/a%2Fb%20c?team=pay%20ments&after=%3D",
        content=b'{"x": 1}',
        headers={"Authorization": "Bearer token", "traceparent": "00-1-2-01", "Idempotency-Key": "k"},
    )
    told = answer.json()
    assert answer.status_code == 201
    assert (told["method"], told["path"]) == ("POST", "/echo/a%2Fb%20c")
    assert (told["query"], told["body"]) == ("team=pay%20ments&after=%3D", '{"x": 1}')
    assert told["headers"]["authorization"] == "Bearer token"
    assert told["headers"]["traceparent"] == "00-1-2-01"
    assert told["headers"]["idempotency-key"] == "k"
    assert told["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert told["headers"]["x-forwarded-prefix"] == "/api/coaching"
    assert told["headers"]["x-forwarded-host"] == caller.base_url.netloc.decode()


async def test_the_answer_comes_back_with_its_status_and_headers(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/api/coaching/echo/x")
    assert answer.headers["etag"] == '"7"'
    assert answer.headers.get("connection") != "close"


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE"])
async def test_every_method_passes(caller: httpx.AsyncClient, method: str) -> None:
    answer = await caller.request(method, "/api/coaching/echo/x")
    assert answer.status_code == 201
    assert method == "HEAD" or answer.json()["method"] == method


async def test_an_answer_passes_piece_by_piece(caller: httpx.AsyncClient, double: Double) -> None:
    async with caller.stream("GET", "/api/coaching/pieces") as answer:
        pieces = answer.aiter_raw()
        assert await anext(pieces) == b"first "
        double.pieces.set()
        assert b"".join([piece async for piece in pieces]) == b"second"


async def test_a_body_of_unknown_length_passes(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/api/coaching/echo/x", content=_pieces(3))
    assert answer.json()["body"] == "x" * 300


async def test_a_body_over_the_limit_is_refused_also_when_its_length_was_not_announced(
    caller: httpx.AsyncClient,
) -> None:
    for body in (b"x" * 1_001, _pieces(11)):
        answer = await caller.post("/api/coaching/echo/x", content=body)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == PROBLEM


async def test_a_service_that_does_not_listen_is_a_bad_gateway(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/api/skills/skills")
    assert (answer.status_code, answer.headers["content-type"]) == (502, PROBLEM)
    assert answer.json()["type"] == "/problems/out-of-reach"
    assert answer.headers["retry-after"] == "5"


async def test_a_service_that_takes_too_long_is_a_gateway_timeout(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/api/coaching/slow")
    assert (answer.status_code, answer.json()["type"]) == (504, "/problems/too-slow")


async def test_a_service_that_there_is_not_is_not_found(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/api/payroll/persons")
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no service 'payroll'.")


@pytest.mark.parametrize("path", ["metrics", "health/status", "%6Detrics", "api/coaching/metrics"])
async def test_figures_for_those_who_run_the_services_are_not_passed_on(
    caller: httpx.AsyncClient, path: str
) -> None:
    assert (await caller.get(f"/api/coaching/{path}")).status_code == 404


async def test_a_redirect_leads_to_where_the_caller_reaches_the_service(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/api/coaching/moved", follow_redirects=True)
    assert answer.json()["path"] == "/echo/there"


async def test_a_caller_who_hangs_up_does_not_disturb_the_next(caller: httpx.AsyncClient) -> None:
    async with caller.stream("GET", "/api/coaching/pieces") as answer:
        await anext(answer.aiter_raw())
    assert (await caller.get("/api/coaching/echo/x")).status_code == 201


async def test_many_callers_at_once_each_get_their_own_answer(caller: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(caller.get(f"/api/coaching/echo/{n}") for n in range(50)))
    assert [answer.json()["path"] for answer in answers] == [f"/echo/{n}" for n in range(50)]


async def _pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 100
