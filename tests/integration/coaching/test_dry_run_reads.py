"""What a dry run looks at, and that it reads a stored task as the trigger read its event."""

from __future__ import annotations

from datetime import timedelta

from coaching.conditions.fields import FIELDS, LONGEST_TEXT
from coaching.dry_runs import store
from coaching.dry_runs.stored_task import StoredTask, columns_of
from tests.integration.coaching.drafts import closed, tried
from tests.integration.coaching.seen import publish
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed, a_task_opened, a_task_rated
from touchline_runtime.transaction import Database


async def test_guided_rows_over_texts_are_read_as_the_trigger_read_them(
    database: Database, coaching: Api
) -> None:
    told = {"resolution_notes": "Reset the TOKEN", "attributes": {"seats": 2**70, "region": "emea"}}
    await publish(database, a_task_closed(number="CS1", **told), a_task_closed(number="CS2"))
    rows = [
        {"field": "resolution_notes", "operator": "contains", "value": "token"},
        {"field": "note_count", "operator": "at_most", "value": 0},
    ]
    found = await tried(coaching, condition=None, guided={"all": rows})
    assert [example["number"] for example in found["examples"]] == ["CS1"]
    assert found["condition"] == 'resolution_notes.lowerAscii().contains("token") && note_count <= 0'
    # a number that CEL cannot hold: the trigger takes such attributes for untold
    assert (await tried(coaching, condition='attributes.region == "emea"'))["matching"] == 0


async def test_only_tasks_that_the_events_told_of_in_the_days_are_looked_at(
    database: Database, coaching: Api
) -> None:
    old = a_task_closed(number="OLD", closed_at=NOW - timedelta(days=40), opened_at=NOW - timedelta(days=50))
    await publish(database, old, a_task_opened(number="OPEN"), *closed(1), a_task_rated(number="RATED"))
    closings = [example["number"] for example in (await tried(coaching))["examples"]]
    assert "OPEN" not in closings
    assert "OLD" not in closings
    assert (await tried(coaching, days=60))["tasks"] == (await tried(coaching))["tasks"] + 1
    assert (await tried(coaching, event_types=["task.rated"]))["tasks"] == 1
    assert (await tried(coaching, kinds=["interaction"]))["tasks"] == 0


async def test_what_cannot_be_evaluated_is_said(database: Database, coaching: Api) -> None:
    await publish(database, *closed(2), a_task_closed(number="NOBODY", agent_id=None))
    async with database.reading() as conn:
        await conn.execute("update task set note_count = null where number = 'CS0'")
    found = await tried(coaching, event_types=["task.closed", "task.escalated"], condition="note_count < 5")
    assert found["not_evaluated"] == {"tasks": 1, "event_types": ["task.escalated"], "without_trainee": 1}
    assert found["matching"] == 1
    assert (await tried(coaching))["not_evaluated"]["tasks"] == 0


async def test_every_field_is_read_of_a_stored_task_as_of_its_event(database: Database) -> None:
    bare = a_task_closed(number="BARE")
    full = a_task_rated(
        number="FULL",
        priority="high",
        short_description="Cannot log in",
        description="d" * 12_000,
        resolution_notes="r" * 12_000,
        category="network",
        product="router",
        channel="phone",
        skills=("sql", "linux"),
        opened_at=NOW - timedelta(days=3, microseconds=7),
        resolved_at=NOW - timedelta(hours=1),
        closed_at=NOW,
        handle_minutes=12.3,
        reopen_count=2,
        reassignment_count=3,
        sla_breached=True,
        notes=({"text": "a"}, {"text": "b"}),
        rating={"value": 3, "scale_min": 0, "scale_max": 7},
        attributes={"region": "emea", "vip": True, "seats": 2**70, "share": 1e300, "none": None},
    )
    await publish(database, bare, full)
    columns = columns_of(FIELDS)
    async with database.transaction(None) as tx:
        found = store.batches(
            tx.conn, columns, ["task.closed", "task.rated"], [], None, NOW - timedelta(days=1), LONGEST_TEXT
        )
        stored = {row["number"]: StoredTask._make(row) async for batch in found for row in batch}
    for event in (bare, full):
        for field in FIELDS.values():
            assert field.read(stored[event.number]) == field.read(event), (event.number, field.name)
