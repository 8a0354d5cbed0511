"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from devstack.stack.state import DEFAULT

State = Annotated[
    Path, typer.Option("--state", metavar="DIR", help="Where the stack keeps its data.", show_default=True)
]
STATE = DEFAULT
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
