"""What is kept of a task beside what lists show."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.integration.coaching.seen import define, publish
from touchline_contracts.tasks import Note, TaskClosed
from touchline_runtime.auth import Role
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed, a_task_rated
from touchline_runtime.transaction import Database

TEXTS: dict[str, Any] = {
    "description": "Since the update",
    "resolution_notes": "Reset the token",
    "link": "https://desk.example/CS0001",
    "channel": "phone",
    "skills": ("sql", "linux"),
    "reassignment_count": 2,
    "attributes": {"region": "emea", "vip": True, "seats": 2**70 + 1, "share": 1e300, "none": None},
}
# as a worker of the version before writes, whose type is still there
WRITTEN_BEFORE = """
insert into task (number, revision, kind, state, priority, short_description, agent_id, team_id, category,
  product, opened_at, resolved_at, closed_at, handle_minutes, reopen_count, sla_breached, rating_fraction)
select * from unnest($1::task_snapshot[])
"""


async def test_a_task_is_shown_with_its_texts(database: Database, coaching: Api) -> None:
    note = Note(author="agent", at=NOW, text="Called back")
    await publish(database, a_task_closed(**TEXTS, notes=(note,)))
    task = (await coaching.as_("manager").get("/tasks/CS0001")).json()
    shown = {name: task[name] for name in TEXTS}
    assert shown == TEXTS | {"skills": ["sql", "linux"]}
    assert (task["note_count"], task["notes"][0]["author"], task["notes"][0]["text"]) == (
        1,
        "agent",
        "Called back",
    )
    assert task["rating"] is None


async def test_a_rating_is_shown_on_its_scale(database: Database, coaching: Api) -> None:
    await publish(database, a_task_rated(rating={"value": 4, "scale_min": 0, "scale_max": 10}))
    task = (await coaching.as_("manager").get("/tasks/CS0001")).json()
    assert (task["rating"], task["rating_fraction"]) == ({"value": 4, "scale_min": 0, "scale_max": 10}, 0.4)


async def test_who_coaches_or_is_coached_reads_the_task_of_another_team(
    database: Database, coaching: Api
) -> None:
    named = {"trainee_field": "attributes.solver", "coach_rule": "named_person", "coach_id": "billing-boss"}
    await define(database, **named)
    await publish(database, a_task_closed(attributes={"solver": "biller"}, description="Since the update"))
    for caller in ("billing-boss", "biller"):
        client = coaching.as_(caller, Role.COACH)
        assert (await client.get("/tasks/CS0001")).json()["description"] == "Since the update"
        (assessment,) = (await client.get("/tasks/CS0001/assessments")).json()["items"]
        assert assessment["trainee_id"] == "biller"
    assert (await coaching.as_("stranger", Role.COACH).get("/tasks/CS0001")).status_code == 403


@pytest.mark.parametrize("number", ["shop/web#12", "CS 1.csv", "50%"])
async def test_a_task_is_found_by_whatever_number_its_system_gave(
    database: Database, coaching: Api, number: str
) -> None:
    await define(database)
    await publish(database, a_task_closed(number=number))
    manager, path = coaching.as_("manager"), f"/tasks/{quote(number, safe='')}"
    assert (await manager.get(path)).json()["number"] == number
    (assessment,) = (await manager.get(f"{path}/assessments")).json()["items"]
    assert assessment["task_number"] == number
    assert number in (await manager.get(f"{path}/assessments.csv")).text


async def test_lists_show_no_texts(database: Database, coaching: Api) -> None:
    await publish(database, a_task_closed(**TEXTS))
    (listed,) = (await coaching.as_("manager").get("/tasks")).json()["items"]
    assert not listed.keys() & TEXTS.keys()


async def test_all_notes_are_counted_and_the_last_ones_kept(database: Database, coaching: Api) -> None:
    notes = tuple(Note(text=str(number)) for number in range(150))
    await publish(database, a_task_closed(notes=notes))
    task = (await coaching.as_("manager").get("/tasks/CS0001")).json()
    assert (task["note_count"], len(task["notes"]), task["notes"][0]["text"]) == (150, 100, "50")


async def test_a_stale_snapshot_changes_no_text(database: Database, coaching: Api) -> None:
    await publish(
        database, a_task_closed(revision=5, description="new"), a_task_closed(revision=4, description="old")
    )
    assert (await coaching.as_("manager").get("/tasks/CS0001")).json()["description"] == "new"


async def test_a_task_that_the_version_before_stored_is_shown_without_texts(
    database: Database, coaching: Api
) -> None:
    task: TaskClosed = a_task_closed()
    row = (task.number, 1, task.kind, task.state, None, "", task.agent_id, task.team_id, None, None, NOW)
    async with database.reading() as conn:
        await conn.execute(WRITTEN_BEFORE, [(*row, NOW, NOW, 1.0, 0, None, None)])
    shown = (await coaching.as_("manager").get("/tasks/CS0001")).json()
    assert (shown["description"], shown["notes"], shown["attributes"]) == (None, None, None)
    await publish(database, a_task_closed(description="told again", revision=2))
    assert (await coaching.as_("manager").get("/tasks/CS0001")).json()["description"] == "told again"
