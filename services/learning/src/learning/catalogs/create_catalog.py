"""Command: a catalog of courses for some teams."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from learning.catalogs import store
from learning.catalogs.views import CatalogView
from learning.courses.store import courses_by_id
from touchline_contracts.refusal import Refusal
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Command, Identifier, LongText
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Transaction

Ids = Annotated[tuple[Identifier, ...], Field(max_length=1_000)]


class CreateCatalog(Command):
    """A catalog to add; whoever creates it owns it."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    description: LongText = ""
    course_ids: Ids = ()
    team_ids: Ids = ()


async def create_catalog(tx: Transaction, command: CreateCatalog) -> CatalogView:
    """Adds the catalog. Raises Forbidden for a team out of scope, Invalid, and Refusal ``title-taken``."""
    for team_id in command.team_ids:
        await require_team(tx.conn, command.by, team_id, Role.LEARNING_ADMIN)
    known = await courses_by_id(tx.conn, command.course_ids)
    for number, course_id in enumerate(command.course_ids):
        if course_id not in known:
            raise Invalid(f"course_ids.{number}", f"no course {course_id!r}")
    catalog = CatalogView(
        id=new_id(),
        title=command.title,
        description=command.description,
        owner_id=command.by.person_id,
        course_ids=tuple(sorted(set(command.course_ids))),
        team_ids=tuple(sorted(set(command.team_ids))),
    )
    if not await store.add_catalog(tx.conn, catalog, tx.now):
        raise Refusal("title-taken", f"there is a catalog {command.title!r} already")
    return catalog
