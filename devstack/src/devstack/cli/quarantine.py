"""``touchline quarantine``: events that a service could not apply, looked at and settled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import httpx
import typer
from rich.console import Console
from rich.table import Table

from devstack.cli.options import STATE, AsJson, State
from devstack.failures import StackError
from devstack.postgres.databases import OWNERS
from devstack.stack.api import body_of, signed_in
from devstack.stack.state import StateFolder

app = typer.Typer(help="Events that could not be applied: list, show, replay, discard.", no_args_is_help=True)
Ref = Annotated[str, typer.Argument(metavar="SERVICE/ID", help="As the list shows it, such as coaching/12.")]
Document = dict[str, Any]
Apis = dict[str, httpx.AsyncClient]
T = TypeVar("T")
out = Console(highlight=False)


@app.command("list")
def list_(state: State = STATE, as_json: AsJson = False) -> None:
    """List what stands in the quarantine of each service, and what waits behind it."""
    items = _call(state, _every_item)
    if as_json:
        print(json.dumps(items, indent=2))
        return
    table = Table("event", "state", "type", "subscription", "key", "reason", box=None, pad_edge=False)
    for item in items:
        columns = ("state", "event_type", "subscription", "key", "reason")
        table.add_row(item["ref"], *(str(item.get(name) or "") for name in columns))
    out.print(table if items else "the quarantine is empty")


@app.command()
def show(ref: Ref, state: State = STATE) -> None:
    """Show one event with its headers, its bytes and the reason, as JSON."""
    print(json.dumps(_settle(state, ref, "GET", ""), indent=2))


@app.command()
def replay(ref: Ref, state: State = STATE) -> None:
    """Apply an event again after a fix, then those that wait behind it, in order."""
    _report(_settle(state, ref, "POST", "/replay"))


@app.command()
def discard(ref: Ref, state: State = STATE) -> None:
    """Give an event up and apply those that wait behind it."""
    _report(_settle(state, ref, "POST", "/discard"))


def _report(outcome: Document) -> None:
    if outcome.get("reason"):
        raise StackError(f"still {outcome['state']}: {outcome['reason']}")
    print(f"{outcome['state']}; {outcome['applied']} events applied")


def _settle(state: State, ref: str, method: str, verb: str) -> Document:
    service, _, number = ref.partition("/")
    if service not in OWNERS or not number.isdigit():
        raise typer.BadParameter(f"{ref!r} is not SERVICE/ID, such as coaching/12")

    async def settle(apis: Apis) -> Document:
        return body_of(await apis[service].request(method, f"/quarantine/{number}{verb}"))

    return _call(state, settle)


async def _every_item(apis: Apis) -> list[Document]:
    items: list[Document] = []
    for service, client in apis.items():
        after: str | None = None
        while True:
            params = {"limit": "200"} | ({"after": after} if after else {})
            page = body_of(await client.get("/quarantine", params=params))
            items += [{"ref": f"{service}/{item['id']}", **item} for item in page["items"]]
            if (after := page["next"]) is None:
                break
    return items


def _call(state: State, work: Callable[[Apis], Awaitable[T]]) -> T:
    async def call() -> T:
        folder = StateFolder(state)
        async with signed_in(folder, folder.running(), "operator", OWNERS) as apis:
            return await work(apis)

    return asyncio.run(call())
