"""The figures of tasks are what a count of all tasks would find, at every moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from importlib import import_module
from itertools import islice

import pytest

import tests.integration.subscriptions.tellers  # noqa: F401 - registers them
from skills.subscriptions import SUBSCRIPTIONS
from skills.tasks.figures.fold_figures import fold_figures
from skills.tasks.store import save_tasks
from skills.tasks.when_task_changes_keep_its_skills import when_task_changes_keep_its_skills
from tests.integration.skills.figures import figures, fold_some, recounted
from tests.integration.subscriptions.story import Story
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_contracts.tasks import ALL_TASK_EVENTS
from touchline_runtime.testing import NOW, delivered, react
from touchline_runtime.testing.events import (
    a_task_closed,
    a_task_opened,
    a_task_reopened,
    some_skills_inferred,
)
from touchline_runtime.transaction import Cause, Database

KEEP = next(one for one in SUBSCRIPTIONS if one.react is when_task_changes_keep_its_skills)
OPENED = NOW - timedelta(days=1)


async def of_refunds(database: Database) -> list[str]:
    """Team, day and figures of the skill refunds over all days."""
    return [row for row in await figures(database) if '"payments", "refunds", "infinity"' in row]


@pytest.mark.parametrize("seed", range(3))
async def test_the_figures_are_those_of_a_recount_whatever_is_folded_when(
    database: Database, seed: int
) -> None:
    story = Story(f"figures {seed}")
    events = story.events(*ALL_TASK_EVENTS, TaskSkillsInferred)
    for number in range(30):
        batch = islice(events, story.random.randint(1, 20))
        await react(database, KEEP, *(delivered(event, id=f"{number}-{n}") for n, event in enumerate(batch)))
        if story.random.random() < 0.4:
            await fold_some(database, story.random.randint(1, 40))
        assert await figures(database) == await recounted(database)
    assert await fold_some(database) == 0
    assert await figures(database) == await recounted(database) != []


async def test_a_task_that_ends_unresolved_is_finished_and_has_no_time_to_resolve(database: Database) -> None:
    await react(database, KEEP, a_task_opened(skills=("refunds",)))
    cancelled = a_task_closed(skills=("refunds",), resolved_at=None, closed_at=NOW)
    await react(database, KEEP, cancelled)
    assert await of_refunds(database) == ['["payments", "refunds", "infinity", "case", false, 1, 1, 0, 0]']


async def test_a_task_that_is_reopened_is_open_again(database: Database) -> None:
    resolved = a_task_closed(skills=("refunds",), opened_at=OPENED, resolved_at=OPENED + timedelta(hours=2))
    await react(database, KEEP, resolved)
    assert await of_refunds(database) == ['["payments", "refunds", "infinity", "case", false, 1, 1, 1, 7200]']
    await fold_some(database)
    await react(database, KEEP, a_task_reopened(skills=("refunds",), opened_at=OPENED))
    assert await of_refunds(database) == ['["payments", "refunds", "infinity", "case", false, 1, 0, 0, 0]']


async def test_a_task_without_skills_counts_nowhere(database: Database) -> None:
    await react(database, KEEP, a_task_closed())
    assert await figures(database) == []


INFERRED = '["payments", "refunds", "infinity", "case", true, 1, 1, 1, 86400]'


@pytest.mark.parametrize("first", ["the task", "the inference"])
async def test_what_a_task_without_tags_calls_for_is_counted_as_inferred_whichever_comes_first(
    database: Database, first: str
) -> None:
    task = a_task_closed(opened_at=OPENED, resolved_at=NOW)
    inferred = some_skills_inferred("refunds", task_number=task.number)
    for event in (task, inferred) if first == "the task" else (inferred, task):
        await react(database, KEEP, event)
    assert await of_refunds(database) == [INFERRED]
    assert await figures(database) == await recounted(database)


async def test_tags_count_instead_of_what_was_inferred(database: Database) -> None:
    task = a_task_closed(opened_at=OPENED, resolved_at=NOW, revision=1)
    await react(database, KEEP, task, some_skills_inferred("refunds", task_number=task.number))
    await react(database, KEEP, a_task_closed(opened_at=OPENED, resolved_at=NOW, revision=2, skills=("vpn",)))
    assert await of_refunds(database) == []
    await react(database, KEEP, a_task_closed(opened_at=OPENED, resolved_at=NOW, revision=3))
    assert await of_refunds(database) == [INFERRED]


async def test_a_later_inference_takes_the_place_of_the_earlier_and_never_the_other_way_round(
    database: Database,
) -> None:
    task = a_task_closed(opened_at=OPENED, resolved_at=NOW)
    said = [
        some_skills_inferred(*skills, task_number=task.number, position=position)
        for position, skills in ((5, ("refunds",)), (4, ("vpn",)), (9, ()), (8, ("vpn",)))
    ]
    await react(database, KEEP, task, *said[:2])
    assert await of_refunds(database) == [INFERRED]
    await react(database, KEEP, *said[2:])
    assert await figures(database) == []


async def test_an_inference_for_a_task_nobody_told_of_counts_nowhere(database: Database) -> None:
    await react(database, KEEP, some_skills_inferred("refunds", task_number="unknown"))
    assert await figures(database) == []


async def test_of_two_who_store_a_task_at_once_the_later_counts_from_what_the_first_stored(
    database: Database,
) -> None:
    stored, go_on = asyncio.Event(), asyncio.Event()

    async def first(revision: int) -> None:
        async with database.transaction(Cause("first", "tests")) as tx:
            await save_tasks(tx.conn, [a_task_opened(skills=("refunds",))])
            stored.set()
            await go_on.wait()

    async def second(revision: int) -> None:
        await stored.wait()
        async with database.transaction(Cause("second", "tests")) as tx:
            asyncio.get_running_loop().call_later(0.2, go_on.set)
            await save_tasks(tx.conn, [a_task_closed(skills=("refunds", "typing"))])

    for revision in 10, 20:
        stored.clear()
        go_on.clear()
        await asyncio.gather(first(revision), second(revision))
        assert await figures(database) == await recounted(database) != []


async def test_a_round_of_folding_that_does_not_commit_changes_nothing(database: Database) -> None:
    await react(database, KEEP, *(a_task_closed(number=f"CS{n}", skills=("refunds",)) for n in range(5)))
    before = await figures(database)
    with pytest.raises(RuntimeError):
        await _fold_and_stop(database)
    assert await figures(database) == before
    await asyncio.gather(*(fold_some(database, 3) for _ in range(4)))
    assert await fold_some(database) == 0
    assert await figures(database) == before == await recounted(database)


DAYS = """
INSERT INTO task_figure
SELECT team, 'refunds', day::date, 'case', false, 1, 1, 1, 60
FROM unnest(ARRAY['', 'payments']) AS team,
    unnest(ARRAY['2026-03-01', '2026-03-02', '2026-03-04', '2026-03-08', 'infinity']) AS day
"""
COUNTED = "SELECT day::text, opened, seconds FROM task_figure WHERE team_id = $1 ORDER BY day"


async def test_the_upgrade_adds_up_the_organisations_days_by_week(database: Database) -> None:
    upgrade = import_module("skills.migrations.0014_weeks_of_the_organisation")
    async with database.transaction(Cause("upgrade", "tests")) as tx:
        await tx.conn.execute(DAYS)
        await tx.conn.execute(upgrade.SQL)
        counted = {team: await tx.conn.fetch(COUNTED, team) for team in ("", "payments")}
    weeks = [("2026-02-23", 1, 60), ("2026-03-02", 3, 180), ("infinity", 1, 60)]
    assert [tuple(row) for row in counted[""]] == weeks
    assert len(counted["payments"]) == 5


async def _fold_and_stop(database: Database) -> None:
    async with database.transaction(Cause("fold", "tests")) as tx:
        await fold_figures(tx)
        raise RuntimeError("the process stops")
