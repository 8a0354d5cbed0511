"""Query: who holds a skill at its highest level, and who of them is on call now."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from skills.experts import store
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.http import Identifier, Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListExperts(PageQuery):
    """Of one skill, or of one team's members; ``on_call``: only those who have a shift now."""

    skill: Identifier | None = None
    team: Identifier | None = None
    on_call: bool = False


class ExpertView(BaseModel):
    """An expert of a skill. ``on_call``: has a shift now, for ``team`` where that is asked for."""

    skill_id: str
    skill_name: str
    person_id: str
    name: str
    level: int
    level_name: str
    level_since: datetime
    on_call: bool


async def list_experts(conn: Connection, query: ListExperts) -> Page[ExpertView]:
    """Active members of the caller's teams, by skill and name; everybody for admins. Raises Forbidden for a
    team that is not the caller's.

    A skill whose level type has one level has no experts: it does not tell them from others.
    """
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    wanted = store.Filter(query.skill, scope, query.team, query.on_call)
    after = decode_cursor(query.after, 4) if query.after else None
    rows = await store.experts(conn, wanted, after, query.limit + 1)
    page = [ExpertView(**row) for row in rows[: query.limit]]
    if len(rows) <= query.limit:
        return Page(items=page)
    last = page[-1]
    return Page(items=page, next=encode_cursor(last.skill_name, last.skill_id, last.name, last.person_id))
