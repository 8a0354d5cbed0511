"""Every statement that counts openings, and those about turns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from coaching.workload.workload import Workload
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

_LOCK = lock_number("touchline", "coaching", "workload")

LOCK = "select pg_advisory_xact_lock($1)"

OF_COACHES = """
select coach_id, count(*) as openings from opportunity_match
where coach_id = any($1::text[]) and opened_at >= $2::timestamptz group by coach_id
"""

OF_TRAINEES = """
select opportunity_id, trainee_id, count(*) as openings
from unnest($1::text[], $2::text[], $3::timestamptz[]) as asked (opportunity_id, trainee_id, since)
join opportunity_match using (opportunity_id, trainee_id)
where opened_at > since group by opportunity_id, trainee_id
"""

TURNS = "select team_id, coach_id, turn from coach_turn where team_id = any($1::text[])"

SAVE_TURNS = """
insert into coach_turn (team_id, coach_id, turn) select * from unnest($1::text[], $2::text[], $3::bigint[])
on conflict (team_id, coach_id) do update set turn = excluded.turn
"""


async def lock(conn: Connection) -> None:
    """Lets nobody else count until the transaction ends. Always taken after the directory's lock."""
    await conn.execute(LOCK, _LOCK)


async def load(
    conn: Connection,
    *,
    coaches: Collection[str],
    week: datetime,
    trainees: Collection[tuple[str, str, datetime]],
    teams: Collection[str],
) -> Workload:
    """The openings of these coaches since the week began, those of trainees by opportunity and trainee
    since a moment, and the turns of these teams.
    """
    found = Workload()
    if coaches:
        counted = await conn.fetch(OF_COACHES, list(coaches), week)
        found.this_week = {row["coach_id"]: row["openings"] for row in counted}
    if trainees:
        columns = (list(column) for column in zip(*trainees, strict=True))
        counted = await conn.fetch(OF_TRAINEES, *columns)
        found.in_period = {(row["opportunity_id"], row["trainee_id"]): row["openings"] for row in counted}
    if teams:
        turns = await conn.fetch(TURNS, list(teams))
        found.turns = {(row["team_id"], row["coach_id"]): row["turn"] for row in turns}
    return found


async def save_turns(conn: Connection, workload: Workload) -> None:
    """Stores the turns that were taken since it was loaded."""
    rows = [(*place, workload.turns[place]) for place in sorted(workload.taken)]
    if rows:
        await conn.execute(SAVE_TURNS, *(list(column) for column in zip(*rows, strict=True)))
