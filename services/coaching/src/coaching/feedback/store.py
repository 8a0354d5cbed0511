"""Every statement about what trainees answered about their coaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coaching.feedback.figures import GROUP, Figure
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

LOCK = "select pg_advisory_xact_lock($1)"

TAKE_BACK = "delete from coach_feedback where assessment_id = $1 and not shown"

ADD = """
insert into coach_feedback (assessment_id, survey_id, coach_id, trainee_id, question_id, reached)
select $1, $2, $3, $4, answered.* from unnest($5::text[], $6::float8[]) as answered
on conflict do nothing
"""

SHOW_GROUPS = """
update coach_feedback set shown = true
where coach_id = $1 and survey_id = $2 and not shown and question_id in (
  select question_id from coach_feedback where coach_id = $1 and survey_id = $2 and not shown
  group by question_id having count(distinct trainee_id) >= $3
)
"""

SURVEYS_AFTER = """
select distinct survey_id from coach_feedback
where coach_id = $1 and ($2::text is null or survey_id > $2) order by survey_id limit $3
"""

FIGURES = """
select question_id, count(*) as n, avg(reached) as mean from coach_feedback
where coach_id = $1 and survey_id = $2 and shown group by question_id
"""


class Answered(NamedTuple):
    """Which survey a trainee answered about which coach, for which assessment."""

    assessment_id: str
    survey_id: str
    coach_id: str
    trainee_id: str


async def count_answers(conn: Connection, answered: Answered, reached: Mapping[str, float]) -> None:
    """Counts answers (0 to 1, by question) in place of those of the same assessment that nobody could read
    yet; what was shown stays. Then shows the groups that are whole.
    """
    # one at a time: two that count one answer at once could show a group without it
    await conn.execute(LOCK, lock_number("coaching", "feedback"))
    await conn.execute(TAKE_BACK, answered.assessment_id)
    await conn.execute(ADD, *answered, list(reached), list(reached.values()))
    await conn.execute(SHOW_GROUPS, answered.coach_id, answered.survey_id, GROUP)


async def surveys_after(conn: Connection, coach_id: str, after: str | None, limit: int) -> list[str]:
    """The surveys answered about a coach, by id."""
    return [row["survey_id"] for row in await conn.fetch(SURVEYS_AFTER, coach_id, after, limit)]


async def figures(conn: Connection, coach_id: str, survey_id: str) -> dict[str, Figure]:
    """What may be read of the answers about a coach, by question; those not shown yet are left out."""
    rows = await conn.fetch(FIGURES, coach_id, survey_id)
    return {row["question_id"]: Figure(row["n"], row["mean"]) for row in rows}
