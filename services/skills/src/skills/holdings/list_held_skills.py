"""Query: what a person holds."""

from __future__ import annotations

from skills.holdings import store
from skills.holdings.views import HeldSkill
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListHeldSkills(PageQuery):
    """The skills of the person ``id``."""

    id: str


async def list_held_skills(conn: Connection, query: ListHeldSkills) -> Page[HeldSkill]:
    """Held skills by name. Raises Forbidden unless it is the caller or somebody of the caller's teams."""
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.list_held(conn, query.id, after, query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return Page(items=page, next=encode_cursor(page[-1].name, page[-1].skill_id) if more else None)
