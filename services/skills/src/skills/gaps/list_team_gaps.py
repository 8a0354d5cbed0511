"""Query: what a team's tasks call for against what its members hold, the most urgent first."""

from __future__ import annotations

from skills.gaps.gap import gap_of, urgency
from skills.gaps.read_gaps import cursor_to, needs_of, read_place
from skills.gaps.views import TeamGap, team_gap
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, team_of
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Identifier, Page, PageQuery, ShortText, read_cursor
from touchline_runtime.transaction import Connection


class ListTeamGaps(PageQuery):
    """Of the team ``id``. ``min_level``: a level's name or value; who holds a skill lower does not count.
    ``short``: none but skills that too few hold.
    """

    id: Identifier
    min_level: ShortText | None = None
    short: bool = False


async def list_team_gaps(conn: Connection, query: ListTeamGaps) -> Page[TeamGap]:
    """Raises Forbidden for a team that is not the caller's, NotFound, and Invalid for a level that there is
    none of.
    """
    after = read_cursor(query.after, 4, read_place)
    await require_team(conn, query.by, query.id, Role.SKILL_ADMIN)
    if await team_of(conn, query.id) is None:
        raise NotFound("team", query.id)
    needs = (await needs_of(conn, [query.id], query.min_level))[query.id]
    found = [
        need
        for need in needs
        if (after is None or urgency(need) > after) and (not query.short or gap_of(need).shortage)
    ]
    page = found[: query.limit]
    return Page(
        items=[team_gap(need) for need in page],
        next=cursor_to(page[-1]) if len(found) > len(page) else None,
    )
