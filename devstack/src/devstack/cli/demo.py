"""``touchline demo``: the demo company into a running stack."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from devstack.cli.import_directory import publish_events
from devstack.cli.options import STATE, State
from devstack.demo import company
from devstack.demo.catalogue import load_catalogue
from devstack.demo.company import Company
from devstack.demo.feed import feed
from devstack.publishing.live import publish_live
from devstack.stack.api import signed_in
from devstack.stack.state import DemoRecord, StackRecord, StateFolder

Seed = Annotated[int, typer.Option("--seed", help="Another number makes another company.")]
Live = Annotated[bool, typer.Option("--live", help="Keep new tasks coming until Ctrl-C.")]
SERVICES = ("skills", "coaching", "learning")
out = Console(highlight=False, soft_wrap=True)


def demo(state: State = STATE, seed: Seed = 7, live: Live = False) -> None:
    """Load a made-up company: 40 teams, 600 persons, 80 skills, courses, and 90 days of tasks.

    Loading it again changes nothing.
    """
    folder = StateFolder(state)
    record = folder.running()
    begun = folder.demo_of(record.data_id)
    if begun is None or begun.seed != seed:
        # The instant is kept: a load that was cut short goes on with the very same events.
        begun = DemoRecord(data_id=record.data_id, seed=seed, until=datetime.now(UTC))
        folder.write_demo(begun)
    made = company.build(begun.seed, begun.until)
    if not (live and begun.loaded):
        _load(folder, record, made)
        folder.write_demo(begun.model_copy(update={"loaded": True}))
    if live:
        out.print("new tasks keep coming; Ctrl-C ends them")
        events = feed(made)
        asyncio.run(
            publish_live(events, bootstrap=record.kafka_bootstrap, idempotent=record.kafka_idempotent)
        )


def _load(folder: StateFolder, record: StackRecord, made: Company) -> None:
    out.print(f"{publish_events(made.directory(), record).accepted} persons, teams and shifts published")
    asyncio.run(_load_catalogue(folder, record, made))
    out.print("skills, surveys, opportunities and courses defined")
    out.print(f"{publish_events(made.tasks(), record).accepted} task events published")


async def _load_catalogue(folder: StateFolder, record: StackRecord, made: Company) -> None:
    async with signed_in(folder, record, "admin", SERVICES) as apis:
        await load_catalogue(apis, made)
