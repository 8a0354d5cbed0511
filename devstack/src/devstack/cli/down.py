"""``touchline down``: drains a stack and stops it."""

from __future__ import annotations

from rich.console import Console

from devstack.cli.options import STATE, State
from devstack.stack import detached
from devstack.stack.state import StateFolder


def down(state: State = STATE) -> None:
    """Drain the stack in DIR and stop it. Its data stay."""
    out = Console(highlight=False, soft_wrap=True)
    folder = StateFolder(state)
    with out.status("draining and stopping"):
        record = detached.stop(folder)
    out.print(f"stopped the stack that was at {record.address}")
