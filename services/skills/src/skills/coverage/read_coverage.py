"""Query: the coverage of a team."""

from __future__ import annotations

from skills.coverage import store
from skills.coverage.views import TeamCoverage, shown
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Identifier, Query
from touchline_runtime.transaction import Connection


class ReadCoverage(Query):
    """``id``: the team's."""

    id: Identifier


async def read_coverage(conn: Connection, query: ReadCoverage) -> TeamCoverage:
    """Raises Forbidden for a team that is not the caller's, and NotFound."""
    await require_team(conn, query.by, query.id, Role.SKILL_ADMIN)
    found = await store.coverage(conn, [query.id])
    if not found:
        raise NotFound("team", query.id)
    return shown(found[0])
