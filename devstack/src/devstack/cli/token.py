"""``touchline token``: a bearer token of the embedded issuer, made from the key in the state directory."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from devstack.cli.options import STATE, State
from devstack.issuer.key import read_key
from devstack.issuer.token import sign
from devstack.stack.state import StateFolder
from touchline_runtime.personas import PERSONAS

PersonaName = StrEnum("PersonaName", {name: name for name in PERSONAS})  # type: ignore[misc]
As = Annotated[PersonaName, typer.Option("--as", help="Whom the token speaks for.")]
Hours = Annotated[float, typer.Option("--hours", min=0.001, max=24 * 365, help="How long it is valid.")]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="ID", help="Another person with the persona's roles."),
]


def token(as_: As, state: State = STATE, hours: Hours = 12, person: Person = None) -> None:
    """Print a bearer token for a persona of the stack in DIR. Needs no running stack."""
    key = read_key(StateFolder(state).key)
    print(sign(key, person or as_.value, PERSONAS[as_.value], lifetime=timedelta(hours=hours)))
