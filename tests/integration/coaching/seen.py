"""What coaching's tests start from, and how they look at what came of it."""

from __future__ import annotations

from typing import Any

from asyncpg import Record

from coaching.assessments.when_task_changed_date_assessments import when_task_changed_date_assessments
from coaching.known_courses.when_course_changes_know_it import when_course_changes_know_it
from coaching.known_skills.when_catalogue_changes_know_skills import when_catalogue_changes_know_skills
from coaching.known_skills.when_holding_changes_keep_level import when_holding_changes_keep_level
from coaching.matches.when_task_changed_open_assessments import when_task_changed_open_assessments
from coaching.subscriptions import SUBSCRIPTIONS
from coaching.tasks.when_task_changed_keep_snapshot import when_task_changed_keep_snapshot
from touchline_contracts.envelope import Received
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.subscription import Subscription
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Database

PERSONS = ("manager", "coach", "agent", "operator", "biller", "billing-boss")


def subscribed(*names: str) -> tuple[Subscription, ...]:
    """Subscriptions of the service by their functions' names, in their own order."""
    found = tuple(each for each in SUBSCRIPTIONS if each.name in names)
    assert len(found) == len(names)
    return found


DIRECTORY = subscribed("when_directory_changes_keep_copy", "when_person_or_team_arrived_open_waiting")
TASKS = subscribed(
    when_task_changed_open_assessments.__name__,
    when_task_changed_keep_snapshot.__name__,
    when_task_changed_date_assessments.__name__,
)
CATALOGUES = subscribed(
    when_catalogue_changes_know_skills.__name__,
    when_holding_changes_keep_level.__name__,
    when_course_changes_know_it.__name__,
)


async def given_directory(database: Database) -> None:
    """The personas in ``payments`` and two others in ``billing``."""
    billing = a_team("billing", manager_id="billing-boss", coach_ids=(), member_ids=("biller",))
    await tell_directory(database, *(a_person(id) for id in PERSONS), a_team(), billing)


async def tell_directory(database: Database, *events: Event) -> list[Event]:
    """Consumes directory events as one poll. Returns what was emitted."""
    return [emitted for each in DIRECTORY for emitted in await react(database, each, *events)]


async def publish(database: Database, *events: TaskEvent | Received[Any]) -> list[Event]:
    """Consumes task events as one poll. Returns what was emitted."""
    return [emitted for each in TASKS for emitted in await react(database, each, *events)]


async def tell_catalogues(database: Database, *events: Event) -> None:
    """Consumes events about skills, who holds them, and courses, one after the other."""
    for event in events:
        (reader,) = (each for each in CATALOGUES if isinstance(event, each.events))
        await react(database, reader, event)


async def define(database: Database, name: str = "every-closed", /, **overrides: object) -> None:
    """Stores an opportunity: every closed task, without limits, unless overridden column by column."""
    row: dict[str, object] = {
        "id": name,
        "version": 1,
        "name": name,
        "event_types": ["task.closed"],
        "kinds": [],
        "condition": "true",
        "sampling_percent": 100.0,
        "coach_rule": "team_manager",
        "coach_id": None,
        "survey_id": None,
        "survey_required": False,
        "days_until_due": 7,
        "active": True,
        "changed_by": "test",
        "coach_weekly_capacity": None,
    } | overrides
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    statement = f"insert into opportunity ({', '.join(row)}, changed_at) values ({places}, now())"
    async with database.reading() as conn:
        await conn.execute(statement, *row.values())


async def rows(database: Database, table: str) -> list[Record]:
    """All rows of a table, in a fixed order."""
    async with database.reading() as conn:
        return list(await conn.fetch(f"select * from {table} order by {table}::text"))
