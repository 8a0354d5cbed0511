"""What ``touchline up`` prints once everything runs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from devstack.issuer.personas import DOES
from devstack.stack.state import DEFAULT, StackRecord, StateFolder


def print_banner(record: StackRecord, state: StateFolder, *, detached: bool) -> None:
    """The address, the personas and what to try next."""
    out = Console(highlight=False, soft_wrap=True)
    option = "" if state.path == DEFAULT.absolute() else f" --state {state.path}"
    out.print(f"\n[bold green]Touchline runs at {record.address}[/]")
    out.print(
        f"broker: {record.kafka} at {record.kafka_bootstrap} · PostgreSQL: {record.postgres} · {state.path}\n"
    )
    people = Table("persona", "what it is for", box=None, pad_edge=False)
    for persona, does in DOES.items():
        people.add_row(persona, does)
    out.print(people)
    out.print("\nTry next:")
    command = _command()
    out.print(f"  {command} status{option}")
    out.print(f'  curl -H "Authorization: Bearer $({command} token --as manager{option})" \\')
    out.print(f"    {record.address}/api/skills/proposals?state=requested")
    out.print(f"  {command} publish EVENTS.jsonl{option}")
    out.print(f"  {command} down{option}\n" if detached else "  Ctrl-C drains and stops everything\n")


def _command() -> str:
    """How to call this program from here: by its name where the shell finds it, else by its path."""
    program = Path(sys.argv[0])
    if program.name != "touchline" or shutil.which("touchline"):
        return "touchline"
    return os.path.relpath(program)
