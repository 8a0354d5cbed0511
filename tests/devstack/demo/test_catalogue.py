"""The demo's catalogue meets the real services: they take it, and take it twice without a change."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from coaching.main import SERVICE as COACHING
from devstack.demo.catalogue import load_catalogue
from devstack.demo.company import Company, build
from devstack.failures import StackError
from learning.main import SERVICE as LEARNING
from skills.main import SERVICE as SKILLS
from touchline_contracts.envelope import parse_structured
from touchline_runtime.auth import Role
from touchline_runtime.directory import SUBSCRIPTIONS as DIRECTORY
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.callers import Served
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.transaction import Database


@pytest.fixture
def company() -> Company:
    """All teams, but only the personas' own skills: hundreds of assignments would show nothing more."""
    whole = build(until=datetime(2026, 3, 2, 9, tzinfo=UTC), task_count=1)
    return replace(whole, profiles={"agent": whole.profiles["agent"]})


@pytest.fixture
async def apis(
    service_database: Callable[[Migrated], Awaitable[Database]],
    api: Callable[[Served, Database], Api],
    company: Company,
) -> Mapping[str, httpx.AsyncClient]:
    events = [parse_structured(json.dumps(event)).event for event in company.directory()]
    found = {}
    for service in (SKILLS, COACHING, LEARNING):
        database = await service_database(service)
        for subscription in DIRECTORY:
            await react(database, subscription, *(e for e in events if isinstance(e, subscription.events)))
        found[service.name] = api(service, database).as_("admin", *Role)
    return found


async def _everything(apis: Mapping[str, httpx.AsyncClient]) -> dict[str, object]:
    lists = {
        "skills": ("/skills", "/level-types", "/persons/agent/skills"),
        "coaching": ("/surveys", "/opportunities"),
        "learning": ("/courses", "/catalogs"),
    }
    found: dict[str, object] = {}
    for service, paths in lists.items():
        for path in paths:
            answer = await apis[service].get(path, params={"limit": 200})
            found[path] = answer.raise_for_status().json()["items"]
    return found


async def test_the_services_take_the_whole_catalogue_and_a_repeat_changes_nothing(
    apis: Mapping[str, httpx.AsyncClient], company: Company
) -> None:
    await load_catalogue(apis, company)
    first = await _everything(apis)
    sizes = {path: len(items) for path, items in first.items() if isinstance(items, list)}
    assert sizes["/skills"] == 80
    assert sizes["/courses"] == 30
    assert sizes["/catalogs"] == 10
    assert sizes["/persons/agent/skills"] == 2
    assert sizes["/surveys"] >= 5
    assert sizes["/opportunities"] >= 5

    await load_catalogue(apis, company)
    assert await _everything(apis) == first


async def test_a_refusal_is_told_with_its_reason(
    apis: Mapping[str, httpx.AsyncClient], company: Company
) -> None:
    unsigned = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(401, text="no token"))
    )
    async with unsigned:
        unsigned.base_url = httpx.URL("http://skills")
        with pytest.raises(StackError, match="no token"):
            await load_catalogue({**apis, "skills": unsigned}, company)
