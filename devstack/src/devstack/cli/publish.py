"""``touchline publish``: events from a file into the stack, each line checked first."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from devstack.cli.options import STATE, State
from devstack.cli.progress import Bar
from devstack.publishing.checking import check_line
from devstack.publishing.reading import open_source
from devstack.publishing.sending import Refused, Tally, publish_all
from devstack.stack.state import StateFolder

File = Annotated[
    str,
    typer.Argument(
        metavar="FILE|-", help="JSON Lines of CloudEvents (JSON format), also gzipped; - is stdin."
    ),
]
err = Console(stderr=True, highlight=False, soft_wrap=True)


def publish(file: File, state: State = STATE) -> None:
    """Publish events to the stack in DIR. Refused lines are listed; then the exit code is 1."""
    record = StateFolder(state).running()
    tally = Tally(tell_refused)
    with open_source(file) as source, Bar(err, "publishing", source.size) as bar:
        lines = ((number, partial(check_line, line)) for number, line in source.lines())
        asyncio.run(
            publish_all(
                lines,
                tally,
                bootstrap=record.kafka_bootstrap,
                idempotent=record.kafka_idempotent,
                on_progress=lambda: bar.at(source.done(), tally.accepted),
            )
        )
    finish(tally)


def tell_refused(refused: Refused) -> None:
    """Says on stderr why a line was not published."""
    err.print(f"[yellow]line {refused.line}:[/] {escape(refused.field)}: {escape(refused.reason)}")


def finish(tally: Tally) -> None:
    """Prints the counts; ends the command with 1 if anything was refused."""
    print(f"{tally.accepted} accepted, {tally.refused} refused")
    if tally.refused:
        raise typer.Exit(1)
