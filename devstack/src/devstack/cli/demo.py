"""``touchline demo``: the demo company into a running stack."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from devstack.cli.import_directory import publish_events
from devstack.cli.options import STATE, State
from devstack.stack.api import signed_in
from devstack.stack.state import StackRecord, StateFolder

if TYPE_CHECKING:
    from devstack.demo.company import Company

Seed = Annotated[int, typer.Option("--seed", help="Another number makes another company.")]
out = Console(highlight=False, soft_wrap=True)


def demo(state: State = STATE, seed: Seed = 7) -> None:
    """Load a made-up company: 40 teams, 600 persons, 80 skills, courses, and 90 days of tasks."""
    from devstack.demo import company

    folder = StateFolder(state)
    record = folder.running()
    made = company.build(seed)
    out.print(f"{publish_events(made.directory(), record).accepted} persons, teams and shifts published")
    asyncio.run(_load_catalogue(folder, record, made))
    out.print("skills, surveys, opportunities and courses defined")
    out.print(f"{publish_events(made.tasks(), record).accepted} task events published")
    folder.demo_is_loaded(record.data_id)


async def _load_catalogue(folder: StateFolder, record: StackRecord, made: Company) -> None:
    from devstack.demo.catalogue import load_catalogue

    async with signed_in(folder, record, "admin") as client:
        await load_catalogue(client, made)
