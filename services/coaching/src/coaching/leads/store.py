"""Every statement about who leads a team, and who is active."""

from __future__ import annotations

from collections.abc import Collection

from coaching.leads.availability import Availability, Snapshot
from coaching.leads.team_leads import TeamLeads, leads_of
from touchline_runtime.transaction import Connection

TEAM_LEADS = """
select team.id, team.manager_id, array(select person_id from team_person as part
  where part.team_id = team.id and part.part = 'additional_manager') as additional,
  array(select person_id from team_person as part
  where part.team_id = team.id and part.part = 'coach') as coaches
from team where team.id = any($1::text[])
"""

TEAMS_OF = """
select person_id, min(team_id) as team_id from team_person join team on team.id = team_id
where person_id = any($1::text[]) and part = 'member' and team.active group by person_id
"""

ACTIVE = "select id, revision, active from person where id = any($1::text[])"


async def team_leads(conn: Connection, teams: Collection[str]) -> dict[str, TeamLeads]:
    """Those of the teams that are known."""
    rows = await conn.fetch(TEAM_LEADS, list(teams))
    return {row["id"]: leads_of(row["manager_id"], row["additional"], row["coaches"]) for row in rows}


async def teams_of(conn: Connection, persons: Collection[str]) -> dict[str, str]:
    """The first by id of the active teams that each of these persons is a member of."""
    return {row["person_id"]: row["team_id"] for row in await conn.fetch(TEAMS_OF, list(persons))}


async def availability(conn: Connection, persons: Collection[str]) -> Availability:
    """Who of these persons is known, and active."""
    rows = await conn.fetch(ACTIVE, list(persons)) if persons else []
    return Availability({row["id"]: Snapshot(row["revision"], row["active"]) for row in rows})
