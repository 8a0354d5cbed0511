"""Every statement about opportunities."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import orjson
from asyncpg import Record

from coaching.opportunities.opportunity import Opportunity
from coaching.surveys.survey import SurveyRef
from touchline_runtime.transaction import Connection

IN_FORCE = """
select o.*, (select max(version) from survey where survey.id = o.survey_id) as survey_version,
  (select max(version) from survey where survey.id = o.trainee_survey_id) as trainee_survey_version
from opportunity o where o.active order by o.id
"""

BY_IDS = """
select o.*, (select max(version) from survey where survey.id = o.survey_id) as survey_version,
  (select max(version) from survey where survey.id = o.trainee_survey_id) as trainee_survey_version
from opportunity o where o.id = any($1::text[])
"""

LOCK = "select from opportunity where id = $1 for update"

PAGE = """
select o.*, (select max(version) from survey where survey.id = o.survey_id) as survey_version,
  (select max(version) from survey where survey.id = o.trainee_survey_id) as trainee_survey_version
from opportunity o
where ($1::boolean is null or o.active = $1) and ($2::text is null or o.id > $2)
order by o.id limit $3
"""

SAVE = """
insert into opportunity as stored (id, version, name, event_types, kinds, condition, sampling_percent,
  coach_rule, coach_id, survey_id, survey_required, days_until_due, active, changed_by, changed_at,
  always_coach, trainee_field, trainee_survey_id, guided, coach_field, agent_limit, agent_limit_days,
  coach_weekly_capacity)
values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::jsonb, $19, $20,
  $21, $22)
on conflict (id) do update set version = stored.version + 1, name = excluded.name,
  event_types = excluded.event_types, kinds = excluded.kinds, condition = excluded.condition,
  sampling_percent = excluded.sampling_percent, coach_rule = excluded.coach_rule,
  coach_id = excluded.coach_id, survey_id = excluded.survey_id, survey_required = excluded.survey_required,
  days_until_due = excluded.days_until_due, active = excluded.active, changed_by = excluded.changed_by,
  changed_at = excluded.changed_at, always_coach = excluded.always_coach,
  trainee_field = excluded.trainee_field, trainee_survey_id = excluded.trainee_survey_id,
  guided = excluded.guided, coach_field = excluded.coach_field, agent_limit = excluded.agent_limit,
  agent_limit_days = excluded.agent_limit_days, coach_weekly_capacity = excluded.coach_weekly_capacity
"""

BRINGING = "select exists (select from opportunity where survey_id = $1)"

COUNT_ACTIVE = "select count(*) from opportunity where active"


async def in_force(conn: Connection) -> list[Opportunity]:
    """The active opportunities, by id."""
    return [_opportunity(row) for row in await conn.fetch(IN_FORCE)]


async def by_ids(conn: Connection, ids: Collection[str]) -> dict[str, Opportunity]:
    """These opportunities, active or not."""
    return {row["id"]: _opportunity(row) for row in await conn.fetch(BY_IDS, list(ids))}


async def lock(conn: Connection, id: str) -> Opportunity | None:
    """An opportunity, locked until the transaction ends, or None."""
    await conn.execute(LOCK, id)
    return (await by_ids(conn, [id])).get(id)


async def bringing(conn: Connection, survey_id: str) -> bool:
    """Whether any opportunity, active or not, brings this survey."""
    return bool(await conn.fetchval(BRINGING, survey_id))


async def page(conn: Connection, active: bool | None, after: str | None, limit: int) -> list[Opportunity]:
    """Opportunities by id, from after an id."""
    return [_opportunity(row) for row in await conn.fetch(PAGE, active, after, limit)]


async def save(conn: Connection, opportunity: Opportunity, by: str, now: datetime) -> None:
    """Stores a new opportunity, or the next version of one; the version is counted here."""
    await conn.execute(
        SAVE,
        opportunity.id,
        opportunity.name,
        list(opportunity.event_types),
        list(opportunity.kinds),
        opportunity.condition,
        opportunity.sampling_percent,
        opportunity.coach_rule,
        opportunity.coach_id,
        opportunity.survey.id if opportunity.survey else None,
        opportunity.survey_required,
        opportunity.days_until_due,
        opportunity.active,
        by,
        now,
        list(opportunity.always_coach),
        opportunity.trainee_field,
        opportunity.trainee_survey.id if opportunity.trainee_survey else None,
        orjson.dumps(opportunity.guided).decode() if opportunity.guided else None,
        opportunity.coach_field,
        opportunity.agent_limit,
        opportunity.agent_limit_days,
        opportunity.coach_weekly_capacity,
    )


def _opportunity(row: Record) -> Opportunity:
    return Opportunity(
        id=row["id"],
        version=row["version"],
        name=row["name"],
        event_types=tuple(row["event_types"]),
        kinds=tuple(row["kinds"]),
        condition=row["condition"],
        sampling_percent=row["sampling_percent"],
        coach_rule=row["coach_rule"],
        coach_id=row["coach_id"],
        survey=_survey(row["survey_id"], row["survey_version"]),
        survey_required=row["survey_required"],
        days_until_due=row["days_until_due"],
        active=row["active"],
        always_coach=tuple(row["always_coach"]),
        trainee_field=row["trainee_field"],
        trainee_survey=_survey(row["trainee_survey_id"], row["trainee_survey_version"]),
        guided=orjson.loads(row["guided"]) if row["guided"] else None,
        coach_field=row["coach_field"],
        agent_limit=row["agent_limit"],
        agent_limit_days=row["agent_limit_days"],
        coach_weekly_capacity=row["coach_weekly_capacity"],
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
    )


def _survey(id: str, version: int | None) -> SurveyRef | None:
    return SurveyRef(id, version) if version else None
