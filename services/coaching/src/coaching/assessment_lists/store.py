"""Every statement that lists assessments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from asyncpg import Record

from touchline_runtime.transaction import Connection


class Order(StrEnum):
    """What comes first: the first due, the last opened, or the most points (then the first due).

    ``points`` lists only what is not closed; ``closed`` and ``task_done`` only what is, or whose task is
    done, the last one first.
    """

    DUE = "due"
    RECENT = "recent"
    POINTS = "points"
    CLOSED = "closed"
    TASK_DONE = "task_done"


TIME_OF = {
    Order.DUE: "due_at",
    Order.RECENT: "opened_at",
    Order.POINTS: "due_at",
    Order.CLOSED: "closed_at",
    Order.TASK_DONE: "task_done_at",
}
"""The time that an order compares."""


# "-" stands for none: what belongs to no team, brought no survey, or was opened by hand
_SHOWN = """
select * from assessment
where ($1::text[] is null or team_id = any($1) or coach_id = $2::text or trainee_id = $2)
  and ($3::text is null or state = $3)
  and ($4::text is null or case $4 when '-' then team_id is null else team_id = $4 end)
  and ($5::text is null or trainee_id = $5) and ($6::text is null or coach_id = $6)
  and ($7::text is null or task_number = $7)
  and ($8::text is null or case $8 when '-' then opportunity_id is null else opportunity_id = $8 end)
  and ($9::timestamptz is null or due_at < $9)
  and ($10::bool is null or case when $10 then closed_at is null else closed_at is not null end)
  and ($11::bool is null or case when $11 then coach_id is null else coach_id is not null end)
  and ($12::text is null or case $12 when '-' then survey_id is null else survey_id = $12 end)
  and ($13::timestamptz is null or (closed_at >= $13 and state = 'closed_complete'))
  and ($14::timestamptz is null or (closed_at < $14 and state = 'closed_complete'))
  and ($15::timestamptz is null or closed_at >= $15) and ($16::timestamptz is null or closed_at < $16)
  and ($17::timestamptz is null or opened_at >= $17) and ($18::timestamptz is null or opened_at < $18)
  and ($19::timestamptz is null or task_done_at >= $19)
  and ($20::timestamptz is null or task_done_at < $20)
  and ($21::text is null or case $21 when 'unrated' then rating is null else rating = $21 end)
  and ($22::bool is null or $22 = (follow_up_kind is not null and follow_up_done_at is null))
  and ($23::bool is null or case when $23 then quality is not null else quality is null end)
  and ($24::text[] is null or team_id = any($24))
"""
DUE_FIRST = (
    _SHOWN
    + """
  and ($25::timestamptz is null or (due_at, id) > ($25, $26::text))
order by due_at, id limit $27
"""
)
LAST_OPENED_FIRST = (
    _SHOWN
    + """
  and ($25::timestamptz is null or (opened_at, id) < ($25, $26::text))
order by opened_at desc, id desc limit $27
"""
)
LAST_CLOSED_FIRST = (
    _SHOWN
    + """
  and closed_at is not null and ($25::timestamptz is null or (closed_at, id) < ($25, $26::text))
order by closed_at desc, id desc limit $27
"""
)
LAST_DONE_FIRST = (
    _SHOWN
    + """
  and task_done_at is not null and ($25::timestamptz is null or (task_done_at, id) < ($25, $26::text))
order by task_done_at desc, id desc limit $27
"""
)
MOST_POINTS_FIRST = (
    _SHOWN
    + """
  and closed_at is null
  and ($25::timestamptz is null or (-points, due_at, id) > (-$28::integer, $25, $26::text))
order by -points, due_at, id limit $27
"""
)

BESIDE_TASKS = """
select of.number, shown.* from unnest($1::text[]) as of (number), lateral (
  select id, state, trainee_id, coach_id, rating from assessment
  where task_number = of.number
    and ($2::text[] is null or team_id = any($2) or coach_id = $3::text or trainee_id = $3)
  order by opened_at desc, id desc limit 20
) as shown
"""


class Filter(NamedTuple):
    """What a list shows; None leaves it open. What ends in ``before`` is exclusive."""

    state: str | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    task: str | None = None
    opportunity: str | None = None
    due_before: datetime | None = None
    active: bool | None = None
    unassigned: bool | None = None
    survey: str | None = None
    completed_since: datetime | None = None
    completed_before: datetime | None = None
    closed_since: datetime | None = None
    closed_before: datetime | None = None
    opened_since: datetime | None = None
    opened_before: datetime | None = None
    task_done_since: datetime | None = None
    task_done_before: datetime | None = None
    rating: str | None = None
    follow_up_open: bool | None = None
    counted: bool | None = None
    within: Sequence[str] | None = None


class Place(NamedTuple):
    """The last row of the page before, by what its order compares."""

    at: datetime | None = None
    id: str | None = None
    points: int | None = None


async def after(
    conn: Connection,
    teams: Sequence[str] | None,
    person_id: str,
    shown: Filter,
    order: Order,
    place: Place,
    limit: int,
) -> list[Record]:
    """Assessments of these teams (None: of all), and those that the person coaches or is coached in."""
    known = (teams, person_id, *shown, place.at, place.id, limit)
    match order:
        case Order.DUE:
            return await conn.fetch(DUE_FIRST, *known)
        case Order.RECENT:
            return await conn.fetch(LAST_OPENED_FIRST, *known)
        case Order.CLOSED:
            return await conn.fetch(LAST_CLOSED_FIRST, *known)
        case Order.TASK_DONE:
            return await conn.fetch(LAST_DONE_FIRST, *known)
        case Order.POINTS:
            return await conn.fetch(MOST_POINTS_FIRST, *known, place.points)


async def beside_tasks(
    conn: Connection, numbers: Sequence[str], teams: Sequence[str] | None, person_id: str
) -> dict[str, list[Record]]:
    """What the person may see of these tasks' assessments, the last opened first, at most 20 of each task."""
    found: dict[str, list[Record]] = {}
    for row in await conn.fetch(BESIDE_TASKS, numbers, teams, person_id):
        found.setdefault(row["number"], []).append(row)
    return found
