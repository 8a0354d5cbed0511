"""The list of follow-ups reads an index in its order, however many assessments there are."""

from __future__ import annotations

from datetime import date

from coaching.follow_ups.store import DUE_FIRST
from touchline_runtime.transaction import Connection, Database

# 40,000 assessments, each twentieth with a follow-up, of 100 owners and 50 teams
FILL = """
insert into assessment (id, revision, state, trainee_id, team_id, task_number, survey_required, survey_locked,
  skills, training, opened_at, due_at, follow_up_kind, follow_up_owner_id, follow_up_due_on)
select 'a' || n, 1, 'open', 'p' || n % 500, 't' || n % 50, 'CS' || n, false, false, '[]', '{}', now(), now(),
  case when n % 20 = 0 then 'recognise' end, case when n % 20 = 0 then 'p' || n / 20 % 100 end,
  case when n % 20 = 0 then date '2026-01-01' + (n / 7) % 300 end
from generate_series(1, 40000) n
"""


async def plan(conn: Connection, owner: str | None, teams: list[str] | None) -> str:
    """How a later page of somebody's, or of teams', open follow-ups is read."""
    given = (owner, teams, False, None, date(2026, 3, 1), "a", 51)
    return "\n".join(line[0] for line in await conn.fetch(f"explain {DUE_FIRST}", *given))


async def test_each_list_is_read_from_an_index_of_its_own(database: Database) -> None:
    async with database.reading() as conn:
        await conn.execute(FILL)
        await conn.execute("analyze assessment")
        mine = await plan(conn, "p7", None)
        assert "assessment_by_follow_up_owner" in mine
        assert "Sort" not in mine
        everybodys = await plan(conn, None, None)
        assert "assessment_by_open_follow_up" in everybodys
        assert "Sort" not in everybodys
        assert "assessment_by_follow_up_team" in await plan(conn, None, ["t10", "t20"])
        await conn.execute("drop index assessment_by_follow_up_owner, assessment_by_open_follow_up")
        assert "Sort" in await plan(conn, None, None)
