"""``touchline status``: what runs, and what each service says of itself."""

from __future__ import annotations

import asyncio
import json

import httpx
from rich.console import Console
from rich.table import Table

from devstack.cli.options import STATE, AsJson, State
from devstack.stack.health import ServiceStatus, statuses
from devstack.stack.services import GATEWAY
from devstack.stack.state import StackRecord, StateFolder


def status(state: State = STATE, as_json: AsJson = False) -> None:
    """Show the stack in DIR: each service's outbox, lag, quarantine and counts."""
    record = StateFolder(state).running()
    found = asyncio.run(_ask(record))
    if as_json:
        print(json.dumps(_document(record, found), indent=2))
    else:
        _print_table(record, found)


async def _ask(record: StackRecord) -> dict[str, ServiceStatus | None]:
    owners = {name: url for name, url in record.services.items() if name != GATEWAY}
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        return await statuses(client, owners)


def _document(record: StackRecord, found: dict[str, ServiceStatus | None]) -> dict[str, object]:
    about = record.model_dump(
        mode="json", include={"phase", "address", "kafka", "kafka_bootstrap", "postgres"}
    )
    answers = {
        name: {
            "up": status is not None,
            "url": record.services[name],
            **(status.model_dump() if status else {}),
        }
        for name, status in found.items()
    }
    return {**about, "services": answers}


def _print_table(record: StackRecord, found: dict[str, ServiceStatus | None]) -> None:
    table = Table("service", "outbox", "lag", "quarantine", "parked", "counts", box=None, pad_edge=False)
    for name, status in found.items():
        if status is None:
            table.add_row(name, "[red]no answer[/]")
            continue
        counts = ", ".join(f"{count} {label}" for label, count in status.counts.items())
        figures = (status.outbox, status.lag, status.quarantine, status.parked)
        table.add_row(name, *map(str, figures), counts)
        for subscription in status.stopped:
            table.add_row("", f"[red]subscription {subscription} is stopped[/]")
    out = Console(highlight=False)
    out.print(
        f"[bold]{record.phase}[/] at {record.address}, broker {record.kafka}, PostgreSQL {record.postgres}"
    )
    out.print(table)
