"""Tasks over HTTP: searched and filtered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from coaching.task_lists import store
from coaching.task_lists.store import Filter, Place
from coaching.task_lists.words import words_of
from tests.integration.coaching.calls import MINE, THEIRS, field_of
from tests.integration.coaching.seen import publish
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed, a_task_opened
from touchline_runtime.transaction import Database

TEXTS = {
    "CS0001": "Refund did not arrive",
    "CS0002": "Late refund: the customer's card was charged twice",
    "CS0003": "Cannot reach https://shop.example.org/refunds/new (error 0x1F)",
    "INC-77": "Router_reset needed, port 8080/tcp & VLAN 12",
    "INC-78": "mail from no-reply@example.org bounced 3.5 % of the time",
    "cs0009": "<b>urgent</b>",
}


async def numbers(client: httpx.AsyncClient, **filters: str | int) -> list[str]:
    answer = await client.get("/tasks", params=filters)
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def given_texts(database: Database) -> None:
    tasks = [
        a_task_opened(number=number, short_description=text, opened_at=NOW - timedelta(days=place))
        for place, (number, text) in enumerate(TEXTS.items())
    ]
    await publish(database, *tasks)


async def test_tasks_come_in_pages_the_last_opened_first(database: Database, coaching: Api) -> None:
    await publish(database, *(a_task_closed(number=f"CS{number}") for number in range(5)))
    manager = coaching.as_("manager")
    first = (await manager.get("/tasks", params={"limit": 3})).json()
    second = (await manager.get("/tasks", params={"limit": 3, "after": first["next"]})).json()
    found = [item["number"] for item in first["items"] + second["items"]]
    assert (found, second["next"]) == (["CS4", "CS3", "CS2", "CS1", "CS0"], None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("refund", ["CS0001", "CS0002", "CS0003"]),
        ("REFUND card", ["CS0002"]),
        ("card ref", ["CS0002"]),
        ("ref card", []),
        ("efund", []),
        ("reset", ["INC-77"]),
        ("8080", ["INC-77"]),
        ("port tcp", ["INC-77"]),
        ("shop.example", ["CS0003"]),
        ("example.org", ["CS0003", "INC-78"]),
        ("customer's", ["CS0002"]),
        ("3.5 %", ["INC-78"]),
        ("urgent", ["cs0009"]),
        ("CS000", ["CS0001", "CS0002", "CS0003"]),
        ("cs000", ["CS0001", "CS0002", "CS0003", "cs0009"]),
        ("INC-77", ["INC-77"]),
        ("inc-7", ["INC-77", "INC-78"]),
        ("C_0", []),
        ("nothing", []),
    ],
)
async def test_text_finds_words_and_numbers_alike_among_the_newest_and_by_the_index(
    database: Database, coaching: Api, monkeypatch: pytest.MonkeyPatch, text: str, found: list[str]
) -> None:
    await given_texts(database)
    assert await numbers(coaching.as_("manager"), text=text) == found
    everything = (None, "admin", Filter(), words_of(text), Place(), 50)
    async with database.reading() as conn:
        newest = await store.among_newest(conn, *everything)
        few = await store.among_all(conn, *everything)
        monkeypatch.setattr(store, "FEW", 0)
        many = await store.among_all(conn, *everything)
    for rows in (newest, few, many):
        assert [row["number"] for row in rows] == found


async def test_what_is_older_than_the_newest_is_found_by_the_index(
    database: Database, coaching: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await given_texts(database)
    monkeypatch.setattr(store, "WALKED", 1)
    monkeypatch.setattr(store, "FEW", 2)
    monkeypatch.setattr(store, "WALKED_OF_TEAMS", 1)
    for caller in ("admin", "manager"):
        client = coaching.as_(caller)
        assert await numbers(client, text="example", limit=2) == ["CS0003", "INC-78"]
        assert await numbers(client, text="urgent", limit=1) == ["cs0009"]
        page = (await client.get("/tasks", params={"text": "refund", "limit": 2})).json()
        assert [item["number"] for item in page["items"]] == ["CS0001", "CS0002"]
        assert await numbers(client, text="refund", limit=2, after=page["next"]) == ["CS0003"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["CS1", "CS2", "CS3"]),
        ({"team": "billing"}, ["CS3"]),
        ({"agent": "agent"}, ["CS1", "CS2"]),
        ({"agent": "biller", "team": "payments"}, []),
        ({"kind": "incident"}, ["CS2"]),
        ({"state": "closed"}, ["CS2", "CS3"]),
        ({"state": "asleep"}, []),
        ({"opened_since": "2026-03-01T09:00:00Z"}, ["CS1"]),
        ({"opened_before": "2026-03-01T09:00:00Z"}, ["CS2", "CS3"]),
        ({"closed_since": "2026-03-02T09:00:00Z"}, ["CS2", "CS3"]),
        ({"closed_before": "2026-03-02T09:00:00Z"}, []),
        ({"kind": "case", "text": "refund"}, ["CS1", "CS3"]),
        ({"team": "billing", "text": "CS"}, ["CS3"]),
    ],
)
async def test_each_filter_leaves_what_it_names(
    database: Database, coaching: Api, filters: dict[str, str], found: list[str]
) -> None:
    await publish(
        database,
        a_task_opened(number="CS1"),
        a_task_closed(number="CS2", kind="incident", opened_at=NOW - timedelta(days=2)),
        a_task_closed(**THEIRS | {"number": "CS3"}, opened_at=NOW - timedelta(days=3)),
    )
    assert await numbers(coaching.as_("admin"), **filters) == found


async def test_each_sees_the_tasks_of_the_own_teams_and_the_own_ones(
    database: Database, coaching: Api
) -> None:
    mine_elsewhere = a_task_closed(number="CS3", agent_id="manager", team_id="billing")
    nobodys = a_task_closed(number="CS4", agent_id=None, team_id=None)
    own = a_task_closed(number="CS5", agent_id="manager", team_id=None)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS), mine_elsewhere, nobodys, own)
    for filters in ({}, {"text": "refund"}, {"text": "CS"}):
        assert sorted(await numbers(coaching.as_("manager"), **filters)) == ["CS0001", "CS3", "CS5"]
        assert await numbers(coaching.as_("agent"), **filters) == ["CS0001"]
        assert await numbers(coaching.as_("stranger"), **filters) == []
        assert len(await numbers(coaching.as_("admin"), **filters)) == 5
    assert await numbers(coaching.as_("manager"), agent="biller") == []
    assert (await coaching.as_("manager").get("/tasks", params={"team": "billing"})).status_code == 403


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"text": "!?"}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"opened_since": "soon"}, "opened_since"),
        ({"closed_before": "2026-03-02"}, "closed_before"),
        ({"after": "nonsense"}, "after"),
        ({"words": "refund"}, "words"),
    ],
)
async def test_a_search_that_makes_no_sense_is_refused_by_name(
    coaching: Api, params: dict[str, Any], field: str
) -> None:
    assert field_of(await coaching.as_("manager").get("/tasks", params=params)) == field
