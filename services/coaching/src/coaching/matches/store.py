"""Every statement about matches, and about those that wait for the directory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from coaching.matches.match import MatchKey
from coaching.matches.waiting import WaitingMatch
from touchline_runtime.transaction import Connection

RECORD = """
insert into opportunity_match (opportunity_id, task_number, reopen_count, opportunity_version, outcome,
  trainee_id, team_id, assessment_id, matched_at)
select *, $9::timestamptz from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::text[],
  $6::text[], $7::text[], $8::text[])
on conflict do nothing returning opportunity_id, task_number, reopen_count
"""

DECIDED = """
with decided as (
  select * from unnest($1::text[], $2::text[], $3::bigint[])
    as key (opportunity_id, task_number, reopen_count)
), gone as (
  delete from waiting_match using decided where (waiting_match.opportunity_id, waiting_match.task_number,
    waiting_match.reopen_count) = (decided.opportunity_id, decided.task_number, decided.reopen_count)
)
update opportunity_match set outcome = 'opened' from decided where (opportunity_match.opportunity_id,
  opportunity_match.task_number, opportunity_match.reopen_count)
  = (decided.opportunity_id, decided.task_number, decided.reopen_count)
"""

WAIT = """
insert into waiting_match (opportunity_id, task_number, reopen_count, trainee_id, team_id, trainee_known,
  trainee_manager_id, team_known, team_managers)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (opportunity_id, task_number, reopen_count) do update set trainee_known = excluded.trainee_known,
  trainee_manager_id = excluded.trainee_manager_id, team_known = excluded.team_known,
  team_managers = excluded.team_managers
"""

WAITING_FOR = """
select * from waiting_match
where (trainee_id = any($1::text[]) and not trainee_known) or (team_id = any($2::text[]) and not team_known)
order by opportunity_id, task_number, reopen_count for update
"""

TEAM_MANAGERS = """
select team.id, team.manager_id, array(select person_id from team_person as part
  where part.team_id = team.id and part.part = 'additional_manager' order by person_id) as additional
from team where team.id = any($1::text[])
"""

COUNT_MATCHES = "select count(*) from opportunity_match"
COUNT_UNSAMPLED = "select count(*) from opportunity_match where outcome = 'unsampled'"
COUNT_WAITING = "select count(*) from waiting_match"


class Recorded(NamedTuple):
    """A match and what was decided of it: opened, unsampled (without an assessment) or waiting."""

    key: MatchKey
    opportunity_version: int
    outcome: str
    trainee_id: str
    team_id: str | None
    assessment_id: str | None


async def record(conn: Connection, matches: Sequence[Recorded], now: datetime) -> set[MatchKey]:
    """Stores the matches that are new, and says which ones these are."""
    if not matches:
        return set()
    rows = [(*match.key, *match[1:]) for match in sorted(matches, key=lambda match: match.key)]
    stored = await conn.fetch(RECORD, *(list(column) for column in zip(*rows, strict=True)), now)
    return {MatchKey(*row) for row in stored}


async def wait(conn: Connection, matches: Sequence[WaitingMatch]) -> None:
    """Stores matches that the directory has not told enough about, as far as it has."""
    rows = [
        (
            *m.key,
            m.trainee_id,
            m.team_id,
            m.trainee_known,
            m.trainee_manager_id,
            m.team_known,
            list(m.team_managers),
        )
        for m in matches
    ]
    if rows:
        await conn.executemany(WAIT, rows)


async def waiting_for(
    conn: Connection, persons: Collection[str], teams: Collection[str]
) -> list[WaitingMatch]:
    """The matches that wait for any of these, locked, by key."""
    rows = await conn.fetch(WAITING_FOR, list(persons), list(teams))
    return [
        WaitingMatch(
            key=MatchKey(row["opportunity_id"], row["task_number"], row["reopen_count"]),
            trainee_id=row["trainee_id"],
            team_id=row["team_id"],
            trainee_known=row["trainee_known"],
            trainee_manager_id=row["trainee_manager_id"],
            team_known=row["team_known"],
            team_managers=tuple(row["team_managers"]),
        )
        for row in rows
    ]


async def decided(conn: Connection, keys: Sequence[MatchKey]) -> None:
    """These matches wait no longer: they are opened."""
    if keys:
        await conn.execute(DECIDED, *(list(column) for column in zip(*keys, strict=True)))


async def team_managers(conn: Connection, teams: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Manager, then additional managers by id, of those teams that are known."""
    rows = await conn.fetch(TEAM_MANAGERS, list(teams))
    return {row["id"]: _managers(row["manager_id"], row["additional"]) for row in rows}


def _managers(manager_id: str | None, additional: Sequence[str]) -> tuple[str, ...]:
    first = (manager_id,) if manager_id else ()
    return (*first, *(id for id in additional if id != manager_id))
