"""``touchline demo``: the demo company into a running stack."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

import httpx
import typer
from rich.console import Console

from devstack.cli.import_directory import publish_events
from devstack.cli.options import STATE, State
from devstack.demo import company
from devstack.demo.catalogue import load_catalogue, start_coaching
from devstack.demo.company import Company
from devstack.demo.feed import feed
from devstack.demo.practice import Practice
from devstack.failures import StackError
from devstack.issuer.key import read_key
from devstack.issuer.token import sign
from devstack.publishing.live import publish_live
from devstack.stack.api import signed_in
from devstack.stack.health import until_quiet
from devstack.stack.state import DemoRecord, StackRecord, StateFolder
from touchline_runtime.auth import Role

Seed = Annotated[int, typer.Option("--seed", help="Another number makes another company.")]
Live = Annotated[bool, typer.Option("--live", help="Keep new tasks coming until Ctrl-C.")]
SERVICES = ("skills", "coaching", "learning")
PATIENCE_SECONDS = 120.0
"""How long coaching may take to read what was published."""
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
    asyncio.run(_define(folder, record, lambda apis: load_catalogue(apis, made)))
    out.print("skills, surveys and courses defined")
    before = publish_events(made.tasks(until=made.coached_since), record).accepted
    out.print(f"{before} task events published, from before the company began to coach")
    asyncio.run(_read_by_coaching(record))
    asyncio.run(_define(folder, record, start_coaching))
    since = publish_events(made.tasks(since=made.coached_since), record).accepted
    out.print(f"opportunities switched on, {since} more task events published")
    asyncio.run(_read_by_coaching(record))
    out.print(f"{asyncio.run(_practise(folder, record, made))} assessments completed by their coaches")


async def _define(
    folder: StateFolder,
    record: StackRecord,
    use: Callable[[Mapping[str, httpx.AsyncClient]], Awaitable[None]],
) -> None:
    async with signed_in(folder, record, "admin", SERVICES) as apis:
        await use(apis)


async def _read_by_coaching(record: StackRecord) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        coaching = {"coaching": record.services["coaching"]}
        if left := await until_quiet(client, coaching, within=PATIENCE_SECONDS):
            raise StackError(f"coaching did not keep up: {', '.join(left)}")


async def _practise(folder: StateFolder, record: StackRecord, made: Company) -> int:
    key = read_key(folder.key)

    def sign_in(person_id: str) -> dict[str, str]:
        token = sign(key, person_id, (Role.COACH, Role.TRAINEE), lifetime=timedelta(minutes=5))
        return {"Authorization": f"Bearer {token}"}

    async with signed_in(folder, record, "admin", ("coaching",)) as apis:
        return await Practice(apis["coaching"], sign_in, made.seed, made.until).work()
