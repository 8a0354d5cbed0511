"""Query: the gaps of every member of every team, for those who plan training."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from pydantic import BaseModel, Field

from skills.gaps import store
from skills.gaps.read_gaps import needs_of, not_held
from skills.gaps.views import PersonGap, person_gap
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, team_of, teams_in_scope
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Identifier, Page, PageQuery, ShortText, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class ListGapsByPerson(PageQuery):
    """``team``: of its members. ``min_level``: a level's name or value; a skill held lower is a gap too.
    ``most``: so many gaps of each, the most urgent ones.
    """

    team: Identifier | None = None
    min_level: ShortText | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 20


class MemberGaps(BaseModel):
    """A member of a team, and what its tasks call for that the member does not hold. Who is a member of two
    teams comes once for each.
    """

    team_id: str
    person_id: str
    gaps: list[PersonGap]


async def list_gaps_by_person(conn: Connection, query: ListGapsByPerson) -> Page[MemberGaps]:
    """By team and person, of the caller's teams; of all for admins. Raises Forbidden for a team that is not
    the caller's, NotFound, and Invalid for a level that there is none of.
    """
    after = read_cursor(query.after, 2, store.Membership)
    scope = await _teams(conn, query)
    members = await store.memberships(conn, scope, None, after, query.limit + 1)
    page = members[: query.limit]
    needs = await needs_of(conn, sorted({member.team_id for member in page}), query.min_level)
    held = await store.held(conn, [member.person_id for member in page])
    gaps = {member: islice(not_held(member, needs[member.team_id], held), query.most) for member in page}
    return Page(
        items=[
            MemberGaps(
                team_id=member.team_id,
                person_id=member.person_id,
                gaps=[person_gap(member.person_id, need, level) for need, level in gaps[member]],
            )
            for member in page
        ],
        next=encode_cursor(*page[-1]) if len(members) > len(page) else None,
    )


async def _teams(conn: Connection, query: ListGapsByPerson) -> list[str] | None:
    if query.team is None:
        return await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    if await team_of(conn, query.team) is None:
        raise NotFound("team", query.team)
    return [query.team]
