"""Query: what tasks of a person's teams call for that the person does not hold, the most urgent first."""

from __future__ import annotations

from skills.gaps import store
from skills.gaps.gap import urgency
from skills.gaps.read_gaps import cursor_to, needs_of, not_held, read_place
from skills.gaps.views import PersonGap, person_gap
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, teams_in_scope
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Identifier, Page, PageQuery, ShortText, read_cursor
from touchline_runtime.transaction import Connection

MOST_TEAMS = 1_000


class ListPersonGaps(PageQuery):
    """Of the person ``id``. ``min_level``: a level's name or value; a skill held lower is a gap too."""

    id: Identifier
    min_level: ShortText | None = None


async def list_person_gaps(conn: Connection, query: ListPersonGaps) -> Page[PersonGap]:
    """In all of the caller's own teams; of others, in those that the caller leads. Raises Forbidden for a
    person of none of them, NotFound, and Invalid for a level that there is none of.
    """
    after = read_cursor(query.after, 4, read_place)
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    if not await store.is_person(conn, query.id):
        raise NotFound("person", query.id)
    own = query.by.person_id == query.id
    scope = None if own else await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    members = await store.memberships(conn, scope, query.id, None, MOST_TEAMS)
    needs = await needs_of(conn, [member.team_id for member in members], query.min_level)
    held = await store.held(conn, [query.id])
    gaps = [gap for member in members for gap in not_held(member, needs[member.team_id], held)]
    found = sorted(
        (gap for gap in gaps if after is None or urgency(gap.need) > after), key=lambda gap: urgency(gap.need)
    )
    page = found[: query.limit]
    return Page(
        items=[person_gap(query.id, need, level) for need, level in page],
        next=cursor_to(page[-1].need) if len(found) > len(page) else None,
    )
