"""Every statement about matches, and about those that wait for the directory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from coaching.assessments.importance import Importance
from coaching.matches.decision import Decision
from coaching.matches.match import MatchKey
from coaching.matches.waiting import WaitingMatch
from touchline_runtime.transaction import Connection

RECORD = """
insert into opportunity_match (opportunity_id, task_number, reopen_count, opportunity_version, trainee_id,
  team_id, skill_id, assessment_id, outcome, reason, coach_id, opened_at, matched_at)
select opportunity_id, task_number, reopen_count, opportunity_version, trainee_id, team_id, skill_id,
  assessment_id, outcome, reason, coach_id, case when opens then $13::timestamptz end, $13
from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::text[], $11::text[], $12::bool[])
  as match (opportunity_id, task_number, reopen_count, opportunity_version, trainee_id, team_id, skill_id,
    assessment_id, outcome, reason, coach_id, opens)
on conflict do nothing returning opportunity_id, task_number, reopen_count
"""

KNOWN = """
select opportunity_id, task_number, reopen_count
from unnest($1::text[], $2::text[], $3::bigint[]) as asked (opportunity_id, task_number, reopen_count)
join opportunity_match using (opportunity_id, task_number, reopen_count)
"""

DECIDED = """
with decided as (
  select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bool[])
    as decision (opportunity_id, task_number, reopen_count, outcome, reason, coach_id, opens)
), gone as (
  delete from waiting_match using decided where (waiting_match.opportunity_id, waiting_match.task_number,
    waiting_match.reopen_count) = (decided.opportunity_id, decided.task_number, decided.reopen_count)
)
update opportunity_match as match set outcome = decided.outcome, reason = decided.reason,
  coach_id = decided.coach_id, opened_at = case when opens then $8::timestamptz end,
  assessment_id = case when opens then assessment_id end
from decided where (match.opportunity_id, match.task_number, match.reopen_count)
  = (decided.opportunity_id, decided.task_number, decided.reopen_count)
"""

WAIT = """
insert into waiting_match (opportunity_id, task_number, reopen_count, trainee_id, team_id, named_coach_id,
  skill_id, trainee_known, trainee_manager_id, team_known, team_managers, team_coaches, points, why)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (opportunity_id, task_number, reopen_count) do update set trainee_known = excluded.trainee_known,
  trainee_manager_id = excluded.trainee_manager_id, team_known = excluded.team_known,
  team_managers = excluded.team_managers, team_coaches = excluded.team_coaches
"""

WAITING_FOR = """
select * from waiting_match
where (trainee_id = any($1::text[]) and not trainee_known) or (team_id = any($2::text[]) and not team_known)
order by opportunity_id, task_number, reopen_count for update
"""

COUNT_MATCHES = "select count(*) from opportunity_match"
COUNT_UNSAMPLED = "select count(*) from opportunity_match where outcome = 'unsampled'"
COUNT_LIMITED = "select count(*) from opportunity_match where outcome in ('limited', 'over_capacity')"
COUNT_WAITING = "select count(*) from waiting_match"


class Recorded(NamedTuple):
    """A match and what was decided of it; one that waits has the id of the assessment to come."""

    key: MatchKey
    opportunity_version: int
    trainee_id: str
    team_id: str | None
    skill_id: str | None
    assessment_id: str | None
    decision: Decision


async def known(conn: Connection, keys: Sequence[MatchKey]) -> set[MatchKey]:
    """Those of the matches that are stored already."""
    if not keys:
        return set()
    columns = (list(column) for column in zip(*keys, strict=True))
    return {MatchKey(*row) for row in await conn.fetch(KNOWN, *columns)}


async def record(conn: Connection, matches: Sequence[Recorded], now: datetime) -> set[MatchKey]:
    """Stores the matches that are new, and says which ones these are."""
    if not matches:
        return set()
    rows = [
        (*match.key, *match[1:-1], *_columns(match.decision))
        for match in sorted(matches, key=lambda match: match.key)
    ]
    stored = await conn.fetch(RECORD, *(list(column) for column in zip(*rows, strict=True)), now)
    return {MatchKey(*row) for row in stored}


def _columns(decision: Decision) -> tuple[str, str, str | None, bool]:
    return decision.outcome.value, decision.reason, decision.coach_id, decision.opens


async def wait(conn: Connection, matches: Sequence[WaitingMatch]) -> None:
    """Stores matches that the directory has not told enough about, as far as it has."""
    rows = [
        (
            *m.key,
            m.trainee_id,
            m.team_id,
            m.named_coach_id,
            m.skill_id,
            m.trainee_known,
            m.trainee_manager_id,
            m.team_known,
            list(m.team_managers),
            list(m.team_coaches),
            m.importance.points,
            list(m.importance.why),
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
            named_coach_id=row["named_coach_id"],
            skill_id=row["skill_id"],
            trainee_known=row["trainee_known"],
            trainee_manager_id=row["trainee_manager_id"],
            team_known=row["team_known"],
            team_managers=tuple(row["team_managers"]),
            team_coaches=tuple(row["team_coaches"]),
            importance=Importance(row["points"], tuple(row["why"])),
        )
        for row in rows
    ]


async def decided(conn: Connection, decisions: Mapping[MatchKey, Decision], now: datetime) -> None:
    """These matches wait no longer."""
    rows = [(*key, *_columns(decision)) for key, decision in sorted(decisions.items())]
    await conn.execute(DECIDED, *(list(column) for column in zip(*rows, strict=True)), now)
