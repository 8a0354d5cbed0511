"""An operator sees what was set aside, replays or discards it, and resumes what stopped; nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
import pytest

from touchline_contracts.envelope import Envelope, headers_of, payload_of
from touchline_contracts.tasks import TaskClosed
from touchline_runtime import operations, quarantine, stops
from touchline_runtime.http import Route
from touchline_runtime.quarantine import EVERY, Fault, Message
from touchline_runtime.subscription import decision
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.callers import Served
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database, Transaction


class Mended:
    """Whether the reaction works."""

    now = False


async def when_task_closed_note_it(tx: Transaction, events: Sequence[TaskClosed]) -> None:
    """Fails until it is mended."""
    if not Mended.now:
        raise ValueError("not mended")
    for event in events:
        await tx.conn.execute(
            "INSERT INTO note VALUES ($1, $2, 0)", event.number + str(event.revision), event.state
        )


SUBSCRIPTIONS = (decision(TaskClosed, by=when_task_closed_note_it),)
NAME = when_task_closed_note_it.__name__


@dataclass(frozen=True)
class Operated:
    """A service with nothing but the operator's routes."""

    name: str = "notebook"
    title: str = "Notebook"
    routes: tuple[Route, ...] = operations.routes_of(SUBSCRIPTIONS)


@pytest.fixture
def operator(api: Callable[[Served, Database], Api], database: Database) -> httpx.AsyncClient:
    """An operator calling."""
    Mended.now = False
    return api(Operated(), database).as_("operator")


async def set_aside(database: Database, offset: int, kind: str, *, payload: bytes | None = None) -> None:
    """Puts a task event in the quarantine, as the consumer does."""
    event = a_task_closed(revision=offset + 1)
    message = Message(
        cluster_id="c",
        topic="touchline.tasks",
        partition=0,
        offset=offset,
        message_key=b"CS0001",
        headers=headers_of(Envelope(id=str(offset), source="/test", type="task.closed.v1")),
        payload=payload or payload_of(event),
        key="CS0001",
        event_id=f"/test#{offset}",
        event_type="task.closed.v1",
    )
    async with database.transaction(None) as tx:
        subscription = EVERY if kind == "malformed" else NAME
        await quarantine.put(tx.conn, "work", subscription, message, Fault(kind, "not mended"), NOW)


async def ids(operator: httpx.AsyncClient, query: str = "") -> list[str]:
    """The ids on a page of the list."""
    response = await operator.get(f"/quarantine{query}")
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["items"]]


async def test_only_operators_may_look_and_act(
    api: Callable[[Served, Database], Api], database: Database
) -> None:
    served = api(Operated(), database)
    for path, operations_of_path in served.app.openapi()["paths"].items():
        for method in operations_of_path:
            response = await served.as_("manager").request(method, path.format(number=1, name="x"))
            assert response.status_code == 403, (method, path)


async def test_events_are_listed_in_pages_and_by_filters(
    operator: httpx.AsyncClient, database: Database
) -> None:
    for offset in range(3):
        await set_aside(database, offset, "failed" if offset == 0 else "parked")
    first = (await operator.get("/quarantine?limit=2")).json()
    rest = await ids(operator, f"?limit=2&after={first['next']}")
    assert [item["id"] for item in first["items"]] + rest == await ids(operator)
    assert first["items"][0]["reason"] == "not mended"
    assert len(await ids(operator, "?state=parked")) == 2
    assert len(await ids(operator, f"?subscription={NAME}&key=CS0001")) == 3
    assert await ids(operator, "?key=CS0002") == []
    assert (await operator.get("/quarantine?state=odd")).status_code == 422


async def test_one_event_is_shown_with_what_came(operator: httpx.AsyncClient, database: Database) -> None:
    await set_aside(database, 0, "malformed", payload=b'{"number": "\xff"}')
    [number] = await ids(operator)
    shown = (await operator.get(f"/quarantine/{number}")).json()
    assert shown["payload"] == '{"number": "\\xff"}'
    assert shown["headers"]["ce_type"] == "task.closed.v1"
    assert (await operator.get("/quarantine/999")).status_code == 404
    assert (await operator.get("/quarantine/x")).status_code == 422
    assert (await operator.get(f"/quarantine/{2**70}")).status_code == 422


async def test_a_replay_applies_the_event_and_those_behind_it_once_mended(
    operator: httpx.AsyncClient, database: Database
) -> None:
    for offset in range(3):
        await set_aside(database, offset, "failed" if offset == 0 else "parked")
    number = (await ids(operator))[0]
    failed = (await operator.post(f"/quarantine/{number}/replay")).json()
    assert (failed["state"], failed["applied"]) == ("quarantined", 0)
    assert "not mended" in failed["reason"]
    Mended.now = True
    done = await operator.post(f"/quarantine/{number}/replay")
    assert done.json() == {"id": number, "state": "replayed", "applied": 3, "reason": None}
    assert await ids(operator) == []
    assert (await operator.get(f"/quarantine/{number}")).json()["settled_by"] == "operator"
    again = await operator.post(f"/quarantine/{number}/replay")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-open")


async def test_a_discard_gives_the_event_up_and_lets_those_behind_it_go(
    operator: httpx.AsyncClient, database: Database
) -> None:
    await set_aside(database, 0, "failed")
    await set_aside(database, 1, "parked")
    number = (await ids(operator))[0]
    Mended.now = True
    assert (await operator.post(f"/quarantine/{number}/discard")).json()["applied"] == 1
    async with database.reading() as conn:
        assert await conn.fetchval("SELECT array_agg(id) FROM note") == ["CS00012"]
    assert (await operator.post("/quarantine/999/discard")).status_code == 404


async def test_a_stopped_subscription_is_shown_and_resumed(
    operator: httpx.AsyncClient, database: Database
) -> None:
    [running] = (await operator.get("/subscriptions")).json()["items"]
    assert (running["name"], running["kind"], running["state"]) == (NAME, "decision", "running")
    assert (await operator.post(f"/subscriptions/{NAME}/resume")).status_code == 409
    async with database.transaction(None) as tx:
        await stops.stop(tx.conn, "work", NAME, "20 events failed", NOW)
    [stopped] = (await operator.get("/subscriptions")).json()["items"]
    assert (stopped["state"], stopped["reason"]) == ("stopped", "20 events failed")
    resumed = await operator.post(f"/subscriptions/{NAME}/resume")
    assert (resumed.status_code, resumed.json()["state"]) == (200, "running")
    assert (await operator.post("/subscriptions/nothing/resume")).status_code == 404
