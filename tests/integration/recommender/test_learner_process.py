"""The learner as a process: it follows the log, stands by for another one, and stops when told."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from recommender.learner import checkpoint, loop
from recommender.learner.checkpoint import NAME
from recommender.learner.learner import Learner
from recommender.learner.loop import follow_log
from recommender.learner.snapshot import pieces
from recommender.learner.steps import Steps
from recommender.model.state import Pieces
from tests.integration.recommender.feeding import Feed, shown, taught
from touchline_runtime.transaction import Database


@pytest.fixture
async def environment(database: Database, postgres_url: str) -> dict[str, str]:
    """What a learner's process of the test's database is started with."""
    async with database.reading() as conn:
        name = await conn.fetchval("SELECT current_database()")
    return {**os.environ, "TOUCHLINE_DATABASE_URL": f"{postgres_url.rpartition('/')[0]}/{name}"}


@asynccontextmanager
async def following(steps: Steps) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(follow_log(steps, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(running, 10)


async def start(environment: dict[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "recommender.learner", env=environment)


async def until_predicted(feed: Feed, count: int) -> None:
    async with asyncio.timeout(30):
        while len(await feed.predicted()) < count:  # noqa: ASYNC110  # another process decides it
            await asyncio.sleep(0.05)


async def until_connected(database: Database) -> None:
    asked = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = $1)"
    async with asyncio.timeout(30), database.reading() as conn:
        while not await conn.fetchval(asked, "touchline-recommender-learner"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_what_is_logged_while_it_runs_is_learned_at_once(feed: Feed, database: Database) -> None:
    await feed.organisation()
    async with following(await feed.steps()):
        await feed(*taught())
        await until_predicted(feed, 3)
        await feed(*shown())
        await until_predicted(feed, 4)


async def test_a_checkpoint_that_takes_long_to_write_holds_up_no_proposal(
    feed: Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CHECKPOINT_SECONDS", 0.0)
    go = tmp_path / "go"

    def packed_when_told(learner: Learner) -> Pieces:
        while not go.exists():
            time.sleep(0.01)
        return pieces(learner)

    monkeypatch.setattr(checkpoint, "pieces", packed_when_told)
    await feed.organisation()
    steps = await feed.steps()
    steps.checkpoints = tmp_path
    async with following(steps):
        try:
            await feed(*taught())
            await until_predicted(feed, 3)
            await feed(*shown())
            await until_predicted(feed, 4)
            assert not (tmp_path / NAME).exists()
        finally:
            go.touch()
    assert (tmp_path / NAME).exists()


async def test_a_second_learner_stands_by_and_takes_over_when_the_first_is_gone(
    feed: Feed, database: Database, environment: dict[str, str]
) -> None:
    await feed.organisation("agent", "colleague", "newcomer")
    async with following(await feed.steps()):
        await feed(*taught())
        second = await start(environment)
        await until_connected(database)
        await feed(*shown())
        await until_predicted(feed, 4)
    await feed(*shown(start=700, agent_id="newcomer"))
    await until_predicted(feed, 5)
    second.terminate()
    assert await asyncio.wait_for(second.wait(), 20) == 0


async def test_the_process_learns_and_proposes_and_stops_when_told(
    feed: Feed, environment: dict[str, str]
) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    process = await start(environment)
    try:
        await until_predicted(feed, 4)
    finally:
        process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 0


async def test_a_learner_killed_in_between_is_carried_on_by_the_next(
    feed: Feed, environment: dict[str, str]
) -> None:
    await feed.organisation()
    await feed(*taught())
    first = await start(environment)
    await until_predicted(feed, 3)
    first.kill()
    await first.wait()
    await feed(*shown())
    second = await start(environment)
    await until_predicted(feed, 4)
    second.terminate()
    await second.wait()
    made = [(event.person_id, event.skill_id) for event in await feed.predicted()]
    assert len(made) == len(set(made)) == 4


async def test_wrong_settings_end_it_with_the_name_of_the_variable(environment: dict[str, str]) -> None:
    wrong = environment | {"TOUCHLINE_PROPOSAL_THRESHOLD": "7"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recommender.learner", env=wrong, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert b"TOUCHLINE_PROPOSAL_THRESHOLD" in said
