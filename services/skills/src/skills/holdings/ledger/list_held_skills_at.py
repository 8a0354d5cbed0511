"""Query: what a person held at a moment."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime

from skills.holdings.ledger import store
from skills.holdings.views import HeldSkill
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListHeldAt(PageQuery):
    """What the person or team ``id`` held ``at`` a moment, which is given with its offset from UTC."""

    id: str
    at: AwareDatetime


async def list_held_skills_at(conn: Connection, query: ListHeldAt) -> Page[HeldSkill]:
    """What the person held, by name, as the ledger tells it. Raises Forbidden unless it is the caller or
    somebody of the caller's teams, and Invalid naming ``at``.
    """
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    await refuse_future(conn, query.at)
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.held_by_person_at(conn, query.id, query.at, after, query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return Page(items=page, next=encode_cursor(page[-1].name, page[-1].skill_id) if more else None)


async def refuse_future(conn: Connection, at: datetime) -> None:
    """Raises Invalid, naming ``at``, for a moment that the ledger cannot tell of yet."""
    if at > await store.now(conn):
        raise Invalid("at", "lies in the future: the ledger tells of what was; give a moment that has passed")
