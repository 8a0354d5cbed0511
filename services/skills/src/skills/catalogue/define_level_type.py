"""Command: a level type joins the catalogue."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from skills.catalogue import store
from skills.catalogue.define_skill import Name
from skills.catalogue.skill import LevelType, order_levels
from skills.catalogue.views import LevelTypeView
from touchline_contracts.event import skill_id_of
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction


class NamedLevel(BaseModel):
    """A level whose name is not empty; values fit PostgreSQL's integer."""

    value: Annotated[int, Field(ge=0, le=1_000_000)]
    name: Name


class DefineLevelType(Command):
    """Levels in any order; their values rank them."""

    name: Name
    id: Identifier | None = None
    levels: Annotated[tuple[NamedLevel, ...], Field(max_length=50)]


async def define_level_type(tx: Transaction, command: DefineLevelType) -> LevelTypeView:
    """Adds the type. Raises Refusal: ``no-levels``, ``levels-repeat``, ``bad-id``, ``level-type-exists``."""
    type_id = command.id or skill_id_of(command.name)
    if not type_id:
        raise Refusal("bad-id", "give an id: the name has no letters or digits", "id")
    levels = [Level(value=named.value, name=named.name) for named in command.levels]
    level_type = LevelType(
        type_id,
        command.name,
        order_levels(levels),
    )
    if not await store.add_level_type(tx.conn, level_type):
        raise Refusal("level-type-exists", f"a level type {type_id!r} or named {command.name!r} exists")
    return LevelTypeView.of(level_type)
