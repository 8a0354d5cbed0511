"""Query: what the members of a team held at a moment."""

from __future__ import annotations

from skills.holdings.ledger import store
from skills.holdings.ledger.list_held_skills_at import ListHeldAt, refuse_future
from skills.holdings.views import MemberSkill
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, team_of
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Page, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


async def list_team_skills_at(conn: Connection, query: ListHeldAt) -> Page[MemberSkill]:
    """What those who are members today held, by their names and the skills'. Raises Forbidden for a team
    that is not the caller's, NotFound, and Invalid naming ``at``.
    """
    await require_team(conn, query.by, query.id, Role.SKILL_ADMIN)
    if await team_of(conn, query.id) is None:
        raise NotFound("team", query.id)
    await refuse_future(conn, query.at)
    after = decode_cursor(query.after, 4) if query.after else None
    found = await store.held_in_team_at(conn, query.id, query.at, after, query.limit + 1)
    page = found[: query.limit]
    if len(found) <= query.limit:
        return Page(items=page)
    last = page[-1]
    return Page(items=page, next=encode_cursor(last.person_name, last.person_id, last.name, last.skill_id))
