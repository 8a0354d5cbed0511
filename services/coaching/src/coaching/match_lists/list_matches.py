"""Query: what was decided of the matches of the caller's teams, the last first."""

from __future__ import annotations

from datetime import datetime

from asyncpg import Record
from pydantic import AwareDatetime, BaseModel, ConfigDict

from coaching.match_lists import store
from coaching.match_lists.store import Place
from coaching.matches.decision import Outcome
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, moment, read_cursor, whole_number
from touchline_runtime.transaction import Connection


class ListMatches(PageQuery):
    """Filters are joined by "and"; ``team`` takes ``-`` for none. ``since`` and ``before`` (exclusive) say
    when the condition was met.
    """

    opportunity: str | None = None
    outcome: Outcome | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None


class MatchView(BaseModel):
    """A task that met an opportunity's condition, or a skill that its trainee was given.

    ``occurrence``: how often the task had been reopened before, or the number of the decision that gave
    the skill. ``assessment_id`` null: none was opened.
    ``coach_id`` is whom the rule found, also where they had no room. ``reason`` null: decided before
    reasons were kept.
    """

    model_config = ConfigDict(from_attributes=True)

    opportunity_id: str
    opportunity_version: int
    task_number: str | None
    skill_id: str | None
    occurrence: int
    trainee_id: str
    team_id: str | None
    outcome: Outcome
    reason: str | None
    coach_id: str | None
    assessment_id: str | None
    matched_at: datetime


async def list_matches(conn: Connection, query: ListMatches) -> Page[MatchView]:
    """Those of the caller's teams, and those that found the caller as coach. Raises Forbidden for another
    team.
    """
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    teams = await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    me = query.by.person_id
    # where a filter leaves nothing but what is in scope, its index alone answers
    scope = None if query.team is not None or query.coach == me else teams
    shown = store.Filter(**{name: getattr(query, name) for name in store.Filter._fields})
    place = read_cursor(query.after, 4, _place) or Place()
    rows = await store.matches_before(conn, scope, me, shown, place, query.limit + 1)
    items = [MatchView.model_validate(dict(row)) for row in rows[: query.limit]]
    return Page(items=items, next=_cursor(rows[query.limit - 1]) if len(rows) > query.limit else None)


def _cursor(last: Record) -> str:
    at = last["matched_at"].isoformat()
    return encode_cursor(at, last["opportunity_id"], last["subject"], str(last["occurrence"]))


def _place(at: str, opportunity_id: str, subject: str, occurrence: str) -> Place:
    return Place(moment(at), opportunity_id, subject, whole_number(occurrence))
