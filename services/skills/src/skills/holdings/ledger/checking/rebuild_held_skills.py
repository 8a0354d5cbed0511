"""Command: what persons hold is made what the ledger comes to."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from skills.catalogue.store import share_catalogue
from skills.holdings.ledger.checking import store
from skills.holdings.ledger.checking.views import Difference
from skills.holdings.store import lock_holdings
from touchline_runtime.errors import Invalid, NotFound
from touchline_runtime.http import Command, Cursor, Identifier, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection, Transaction


class RebuildHeldSkills(Command):
    """Of the person ``person_id``, or without one of ``limit`` persons, which come after the ``next`` of the
    call before.
    """

    person_id: Identifier | None = None
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Rebuilt(BaseModel):
    """How many persons were compared, and what was mended: each ``held`` became its ``replayed``. ``next``
    leads to more persons.
    """

    persons: int
    mended: list[Difference]
    next: str | None = None


async def rebuild_held_skills(tx: Transaction, command: RebuildHeldSkills) -> Rebuilt:
    """Mends what differs, a slice of the persons at a time, and tells nobody: the ledger has always said so.

    Raises NotFound for a person without a ledger, and Invalid naming ``after``.
    """
    if command.person_id is not None:
        if command.after:
            raise Invalid("after", "leads through all persons: leave it out, or leave out person_id")
        if not await store.has_ledger(tx.conn, command.person_id):
            raise NotFound("ledger of", command.person_id)
        return await _rebuilt(tx.conn, [command.person_id])
    after = read_cursor(command.after or None, 1, str)
    persons = await store.persons_after(tx.conn, after, command.limit + 1)
    slice_ = persons[: command.limit]
    rebuilt = await _rebuilt(tx.conn, slice_)
    more = len(persons) > command.limit
    return rebuilt.model_copy(update={"next": encode_cursor(slice_[-1]) if more else None})


async def _rebuilt(conn: Connection, person_ids: list[str]) -> Rebuilt:
    await share_catalogue(conn)
    await lock_holdings(conn, person_ids)
    mended = await store.differences(conn, person_ids)
    await store.put_replayed(conn, mended)
    return Rebuilt(persons=len(person_ids), mended=mended)
