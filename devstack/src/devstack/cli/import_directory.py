"""``touchline import-directory``: persons, teams and on-call shifts from a file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from devstack.cli.options import STATE, State
from devstack.cli.publish import tell_refused
from devstack.publishing.checking import check_event
from devstack.publishing.directory import DirectoryRefused, events_of
from devstack.publishing.directory_file import read_rows
from devstack.publishing.sending import Tally, publish_all
from devstack.stack.state import StackRecord, StateFolder

File = Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file.")]
err = Console(stderr=True, highlight=False, soft_wrap=True)


def import_directory(file: File, state: State = STATE) -> None:
    """Import persons, teams and shifts: all of FILE, or nothing if anything in it is wrong.

    CSV: a header with id, name, … as in the contracts; several ids in a cell are separated by semicolons.
    The columns tell persons, teams and shifts apart, or a column "kind" does.
    JSON: {"persons": […], "teams": […], "shifts": […]}.
    """
    record = StateFolder(state).running()
    try:
        events = events_of(read_rows(file), at=datetime.now(UTC))
    except DirectoryRefused as refused:
        for fault in refused.faults:
            err.print(f"[yellow]{escape(fault.where)}, {escape(fault.column)}:[/] {escape(fault.reason)}")
        err.print("nothing was imported")
        raise typer.Exit(1) from None
    tally = publish_events(events, record)
    print(f"{tally.accepted} persons, teams and shifts imported")


def publish_events(events: Iterable[dict[str, Any]], record: StackRecord) -> Tally:
    """Publishes events in the CloudEvents JSON format to a running stack. Raises StackError."""
    tally = Tally(tell_refused)
    lines = ((number, partial(check_event, event)) for number, event in enumerate(events, start=1))
    asyncio.run(
        publish_all(lines, tally, bootstrap=record.kafka_bootstrap, idempotent=record.kafka_idempotent)
    )
    return tally
