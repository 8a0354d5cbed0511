"""Every statement about who leads a team, and who is active."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from coaching.leads.activity import Activity, Standing
from touchline_runtime.transaction import Connection

TEAM_LEADS = """
select team.id, team.manager_id, array(select person_id from team_person as part
  where part.team_id = team.id and part.part = 'additional_manager' order by person_id) as additional,
  array(select person_id from team_person as part
  where part.team_id = team.id and part.part = 'coach' order by person_id) as coaches
from team where team.id = any($1::text[])
"""

TEAMS_OF = """
select person_id, min(team_id) as team_id from team_person join team on team.id = team_id
where person_id = any($1::text[]) and part = 'member' and team.active group by person_id
"""

ACTIVITY = "select id, revision, active from person where id = any($1::text[])"


class TeamLeads(NamedTuple):
    """Manager, then additional managers by id; and the coaches by id."""

    team_managers: tuple[str, ...] = ()
    team_coaches: tuple[str, ...] = ()


NOBODY = TeamLeads()


async def team_leads(conn: Connection, teams: Collection[str]) -> dict[str, TeamLeads]:
    """Those of the teams that are known."""
    rows = await conn.fetch(TEAM_LEADS, list(teams))
    return {
        row["id"]: TeamLeads(_managers(row["manager_id"], row["additional"]), tuple(row["coaches"]))
        for row in rows
    }


async def teams_of(conn: Connection, persons: Collection[str]) -> dict[str, str]:
    """The first by id of the active teams that each of these persons is a member of."""
    return {row["person_id"]: row["team_id"] for row in await conn.fetch(TEAMS_OF, list(persons))}


async def activity(conn: Connection, persons: Collection[str]) -> Activity:
    """Who of these persons is known, and active."""
    rows = await conn.fetch(ACTIVITY, list(persons)) if persons else []
    return Activity({row["id"]: Standing(row["revision"], row["active"]) for row in rows})


def _managers(manager_id: str | None, additional: Sequence[str]) -> tuple[str, ...]:
    first = (manager_id,) if manager_id else ()
    return (*first, *(id for id in additional if id != manager_id))
