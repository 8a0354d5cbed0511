"""What the supervisor says: one short line for each thing that happened."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.markup import escape

_out = Console(highlight=False, soft_wrap=True)


def say(who: str, what: str, *, style: str = "") -> None:
    """Prints one line about a part of the stack, such as ``09:30:01  coaching  ready``."""
    time = datetime.now().astimezone().strftime("%H:%M:%S")
    text = f"[{style}]{escape(what)}[/]" if style else escape(what)
    _out.print(f"[dim]{time}[/]  [bold]{who:<12}[/] {text}")


def warn(who: str, what: str) -> None:
    """Prints one line that somebody should read."""
    say(who, what, style="yellow")
