"""The workspace's own pages, over real connections."""

from __future__ import annotations

import asyncio
import re

import httpx

from tests.integration.workspace.serving import Double


async def test_the_status_page_shows_each_service_as_it_is(caller: httpx.AsyncClient) -> None:
    shown = (await caller.get("/")).text
    assert "1 of 2 services are ready. Skills: no answer." in shown
    assert "<dt>assessments</dt><dd>7</dd>" in shown


async def test_a_service_that_is_not_ready_is_shown_so(caller: httpx.AsyncClient, double: Double) -> None:
    double.ready = 503
    assert "Not ready" in (await caller.get("/status")).text


async def test_nothing_of_a_service_shows_but_what_the_page_needs(caller: httpx.AsyncClient) -> None:
    assert "secret" not in (await caller.get("/")).text


async def test_many_open_pages_ask_a_service_once(caller: httpx.AsyncClient, double: Double) -> None:
    await asyncio.gather(*(caller.get("/status") for _ in range(20)))
    assert double.asked == 1


async def test_all_that_the_pages_are_made_of_comes_from_here(caller: httpx.AsyncClient) -> None:
    for page in ("/", "/api/coaching/docs"):
        shown = await caller.get(page)
        links = re.findall(r'(?:src|href)="([^"]+)"', shown.text)
        parts = [link for link in links if "." in link]
        assert parts
        for part in parts:
            assert part.startswith("/")
            assert (await caller.get(part)).status_code == 200, part
        assert "default-src 'none'" in shown.headers["content-security-policy"]


async def test_the_documentation_reads_the_services_own_document(caller: httpx.AsyncClient) -> None:
    shown = (await caller.get("/api/coaching/docs")).text
    [address] = re.findall(r'data-document="([^"]+)"', shown)
    assert (await caller.get(address)).json()["openapi"] == "3.1.0"


async def test_it_is_alive_and_ready_although_a_service_is_silent(caller: httpx.AsyncClient) -> None:
    assert (await caller.get("/health/live")).json()["state"] == "alive"
    assert (await caller.get("/health/ready")).status_code == 200


async def test_a_page_that_there_is_not_is_a_problem_document(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/nowhere")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    answer = await caller.post("/")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert answer.headers["content-type"] == "application/problem+json"
