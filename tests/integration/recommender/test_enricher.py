"""The enricher: what cases mean comes into the learning log after them, once, and holds nothing up."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import pytest

from recommender.enricher import add_meanings as step
from recommender.enricher.add_meanings import BATCH, add_meanings
from recommender.enricher.language_model import NAME, PACKAGES
from recommender.learner.snapshot import packed
from recommender.learning_log import store
from recommender.learning_log.entry import CaseMeant, CaseTold, Entry
from recommender.model.case import Case
from recommender.model.meaning import Vector
from tests.integration.recommender.feeding import Feed, catch_up, closed, shown, taught
from tests.unit.recommender.small_talk import PHRASES
from tests.unit.recommender.vectors import a_vector
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_runtime.testing import outbox_of
from touchline_runtime.testing.events import a_task_reopened
from touchline_runtime.transaction import Database

SKILLS = list(PHRASES)


class KnowsAll:
    """Stands for a language model: the small talk is about each skill in turn, whatever its words."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, cases: Sequence[Case]) -> list[Vector]:
        self.read += [case.number for case in cases]
        numbers = [int(case.number[2:]) for case in cases]
        return [a_vector(SKILLS[number % 3], number) for number in numbers]


async def logged(database: Database) -> list[Entry]:
    async with database.reading() as conn:
        return await store.read_after(conn, 0, 100_000)


async def enriched(database: Database, model: KnowsAll | None = None) -> KnowsAll:
    """Until it has nothing left to do."""
    model = model or KnowsAll()
    while await add_meanings(database, model, "made up"):
        pass
    return model


async def test_each_finished_case_is_followed_by_what_it_means(feed: Feed, database: Database) -> None:
    await feed.organisation()
    await feed(*taught(BATCH + 5))
    await enriched(database)
    entries = await logged(database)
    cases = {entry.position: entry for entry in entries if isinstance(entry.told, CaseTold)}
    meanings = [entry for entry in entries if isinstance(entry.told, CaseMeant)]
    assert [entry.told.of for entry in meanings if isinstance(entry.told, CaseMeant)] == list(cases)
    assert all(after.position == before.position + 1 for before, after in pairwise(entries))
    chains = [(entry.correlation_id, entry.traceparent) for entry in cases.values()]
    assert [(entry.correlation_id, entry.traceparent) for entry in meanings] == chains


async def test_what_was_read_is_not_read_again(feed: Feed, database: Database) -> None:
    await feed(*taught(6))
    model = await enriched(database)
    assert len(model.read) == 6
    await feed(closed(900, "refunds"))
    await enriched(database, model)
    assert model.read[6:] == ["CS0900"]


async def test_a_reopened_case_and_one_without_text_get_no_vector(feed: Feed, database: Database) -> None:
    task = closed(1, "refunds")
    await feed(task, a_task_reopened(number=task.number, revision=task.revision + 1))
    await feed(closed(2, "refunds", short_description="", description="", notes=[]))
    model = await enriched(database)
    assert model.read == [task.number]


async def test_far_behind_it_leaves_cases_out(
    feed: Feed, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "FARTHEST", 4)
    await feed(*taught(20))
    model = KnowsAll()
    await add_meanings(database, model, "made up")
    assert model.read == ["CS0016", "CS0017", "CS0018", "CS0019"]


async def test_two_that_read_the_same_cases_append_once(feed: Feed, database: Database) -> None:
    await feed(*taught(6))
    await asyncio.gather(*(add_meanings(database, KnowsAll(), "made up") for _ in range(3)))
    await enriched(database)
    meanings = [entry.told for entry in await logged(database) if isinstance(entry.told, CaseMeant)]
    assert len(meanings) == len({told.of for told in meanings}) == 6


async def test_a_task_that_words_do_not_tell_is_inferred_when_its_meaning_comes(
    feed: Feed, database: Database
) -> None:
    await feed.organisation()
    steps = await feed.steps()
    told: dict[str, Any] = {"short_description": "", "description": "something went wrong once more"}
    for n in range(90):
        await feed(closed(n, SKILLS[n % 3], **told))
        await enriched(database)
    await feed(closed(901, SKILLS[1], tagged=False, agent_id="agent", **told))
    await catch_up(steps)
    assert [SKILLS[1]] not in await inferred(database, "CS0901")
    await enriched(database)
    await catch_up(steps)
    assert (await inferred(database, "CS0901"))[-1] == [SKILLS[1]]


async def inferred(database: Database, number: str) -> list[list[str]]:
    """What was told of a task, one time after the other."""
    events = [event for event in await outbox_of(database) if isinstance(event, TaskSkillsInferred)]
    return [[one.skill_id for one in event.skills] for event in events if event.task_number == number]


async def test_learned_again_with_meanings_the_state_is_the_same_to_the_byte(
    feed: Feed, database: Database
) -> None:
    await feed.organisation()
    live = await feed.steps()
    for events in (taught(), shown(), taught(120)[60:], shown(12, start=900)):
        await feed(*events)
        await catch_up(live)
        await enriched(database)
        await catch_up(live)
    assert live.learner.second.meaning.learned > 30
    again = await feed.steps()
    assert again.learner.position == live.learner.position
    assert packed(again.learner) == packed(live.learner)


@pytest.fixture
async def environment(database: Database, postgres_url: str) -> dict[str, str]:
    """What an enricher's process of the test's database is started with."""
    async with database.reading() as conn:
        name = await conn.fetchval("SELECT current_database()")
    return {**os.environ, "TOUCHLINE_DATABASE_URL": f"{postgres_url.rpartition('/')[0]}/{name}"}


@pytest.mark.skipif(
    any(find_spec(name) is None for name in PACKAGES),
    reason="the extra touchline-recommender[meaning] is not installed",
)
async def test_the_process_adds_what_cases_mean_and_stops_when_told(
    feed: Feed, database: Database, environment: dict[str, str]
) -> None:
    await feed(*taught(6))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recommender.enricher", env=environment
    )
    try:
        async with asyncio.timeout(60):
            while len(entries := await logged(database)) < 12:  # noqa: ASYNC110  # another process decides it
                await asyncio.sleep(0.1)
    finally:
        process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 0
    meanings = [entry.told for entry in entries if isinstance(entry.told, CaseMeant)]
    assert {told.by for told in meanings} == {NAME}


WITHOUT_PACKAGES = """
from recommender.enricher import language_model, main
language_model.PACKAGES = ("not_there",)
main.main()
"""


async def test_without_its_packages_the_process_says_once_what_to_install_and_waits(
    environment: dict[str, str],
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WITHOUT_PACKAGES, env=environment, stdout=PIPE
    )
    assert process.stdout is not None
    said = await asyncio.wait_for(process.stdout.readline(), 30)
    assert b"touchline-recommender[meaning]" in said
    assert process.returncode is None
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert await process.stdout.read() == b""
