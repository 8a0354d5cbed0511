"""Every statement that lists tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from asyncpg import Record

from coaching.task_lists.words import Words
from touchline_runtime.transaction import Connection

_SHOWN = """
    number, revision, kind, state, priority, short_description, agent_id, team_id, category, product,
    opened_at, resolved_at, closed_at, handle_minutes, reopen_count, sla_breached, rating_fraction
"""
_FILTERS = """
    and ($3::text is null or team_id = $3) and ($4::text is null or agent_id = $4)
    and ($5::text is null or kind = $5) and ($6::text is null or state = $6)
    and ($7::timestamptz is null or opened_at >= $7) and ($8::timestamptz is null or opened_at < $8)
    and ($9::timestamptz is null or closed_at >= $9) and ($10::timestamptz is null or closed_at < $10)
    and ($11::timestamptz is null or (opened_at, number) < ($11, $12::text))
"""
_LAST_OPENED_FIRST = " order by opened_at desc, number desc "
_IN_SCOPE = "($1::text[] is null or team_id = any($1) or agent_id = $2::text)"

# the very expression of the index task_words
_HAS_WORDS = """
  to_tsvector('simple', translate(short_description, '-_/.@:#&<>+', '           '))
    @@ to_tsquery('simple', $16::text)
"""
# looked for among the newest ones: a part of the text is found sooner than words
_AMONG_NEWEST = (
    """
) as newest
where $16::text is null or number ^@ $14::text or number ^@ $15::text
  or strpos(lower(short_description), lower($17::text)) > 0 and
"""
    + _HAS_WORDS
    + _LAST_OPENED_FIRST
    + "limit $13"
)
AMONG_NEWEST = (
    "select * from (select"
    + _SHOWN
    + "from task where"
    + _IN_SCOPE
    + _FILTERS
    + _LAST_OPENED_FIRST
    + "limit $18"
    + _AMONG_NEWEST
)
# each team's newest ones by its own index, and the person's own of other teams
AMONG_NEWEST_OF_TEAMS = (
    "select * from (select found.* from unnest($1::text[]) as led (id), lateral (select"
    + _SHOWN
    + "from task where team_id = led.id"
    + _FILTERS
    + _LAST_OPENED_FIRST
    + "limit $18) as found union all (select"
    + _SHOWN
    + "from task where agent_id = $2::text and (team_id is null or team_id <> all($1))"
    + _FILTERS
    + _LAST_OPENED_FIRST
    + "limit $18)"
    + _LAST_OPENED_FIRST
    + "limit $18"
    + _AMONG_NEWEST
)
_BY_WORDS = (
    """
  where (number ^@ $14::text or number ^@ $15::text or
"""
    + _HAS_WORDS
    + ")"
)
# Materialized: else few rows wanted tempt the planner to look through every task for a rare word. How common
# the beginning of a word is it cannot guess, so they are counted first, as far as it matters.
HOW_MANY = """
with found as materialized (
  select from task
  where number ^@ $1::text or number ^@ $2::text or
    to_tsvector('simple', translate(short_description, '-_/.@:#&<>+', '           '))
      @@ to_tsquery('simple', $3::text)
)
select count(*) from (select from found limit $4) as counted
"""
AMONG_FEW = (
    "with found as materialized (select"
    + _SHOWN
    + "from task"
    + _BY_WORDS
    + ") select * from found where"
    + _IN_SCOPE
    + _FILTERS
    + _LAST_OPENED_FIRST
    + "limit $13"
)
AMONG_MANY = (
    "with found as materialized (select number, opened_at from task"
    + _BY_WORDS
    + "and "
    + _IN_SCOPE
    + _FILTERS
    + "), newest as (select number from found"
    + _LAST_OPENED_FIRST
    + "limit $13) select"
    + _SHOWN
    + "from task join newest using (number)"
    + _LAST_OPENED_FIRST
)

FEW = 10_000
"""So many tasks with the words are read, whosever they are; of more, first the team's are told apart."""
WALKED, WALKED_OF_TEAMS = 20_000, 6_000
"""So many of the newest tasks are looked through before the index of words is: a common word is found there,
and one that is not has few tasks to be sorted. The newest of all lie together, those of a team do not."""


class Filter(NamedTuple):
    """What a list shows; None leaves it open. What ends in ``before`` is exclusive."""

    team: str | None = None
    agent: str | None = None
    kind: str | None = None
    state: str | None = None
    opened_since: datetime | None = None
    opened_before: datetime | None = None
    closed_since: datetime | None = None
    closed_before: datetime | None = None


class Place(NamedTuple):
    """The last task of the page before."""

    opened_at: datetime | None = None
    number: str | None = None


NO_WORDS = (None, None, None, None)


async def among_newest(
    conn: Connection,
    teams: Sequence[str] | None,
    person_id: str,
    shown: Filter,
    words: Words | None,
    place: Place,
    limit: int,
) -> list[Record]:
    """Tasks of these teams (None: of all) and of the person, the last opened first.

    With words only those that have them, and only among the newest ones: fewer than the limit may not be all.
    """
    known = (teams, person_id, *shown, *place, limit)
    sought = NO_WORDS if words is None else (words.number, words.upper, words.query, words.longest)
    if teams is None or shown.team is not None or shown.agent is not None:
        whole = teams is None and shown.team is None and shown.agent is None
        walked = limit if words is None else WALKED if whole else WALKED_OF_TEAMS
        return await conn.fetch(AMONG_NEWEST, *known, *sought, walked)
    walked = limit if words is None else max(limit, WALKED_OF_TEAMS // (len(teams) + 1))
    return await conn.fetch(AMONG_NEWEST_OF_TEAMS, *known, *sought, walked)


async def among_all(
    conn: Connection,
    teams: Sequence[str] | None,
    person_id: str,
    shown: Filter,
    words: Words,
    place: Place,
    limit: int,
) -> list[Record]:
    """The same by the index of words, among all tasks."""
    sought = (words.number, words.upper, words.query)
    few = await conn.fetchval(HOW_MANY, *sought, FEW + 1) <= FEW
    known = (teams, person_id, *shown, *place, limit, *sought)
    return await conn.fetch(AMONG_FEW if few else AMONG_MANY, *known)
