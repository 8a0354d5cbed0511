"""A restart goes on from the checkpoint; one that does not fit is left, and everything is learned again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from recommender.learner.checkpoint import DIGEST, NAME
from recommender.learner.learner import Learner
from recommender.learner.snapshot import packed
from recommender.learner.steps import Steps
from recommender.model.linear_model import LinearModel
from tests.integration.recommender.feeding import Feed, catch_up, shown, taught
from touchline_runtime.transaction import Cause, Database

UNREADABLE = "UPDATE learning_log SET content = '{}'"


async def restarted(feed: Feed, folder: Path) -> Steps:
    """A learner that starts with this folder, and has learned again what was learned before."""
    fresh = await feed.steps()
    steps = Steps(Learner(LinearModel(), fresh.learner.policy), feed.database, folder)
    await steps.refold()
    return steps


@pytest.fixture
async def kept(feed: Feed, tmp_path: Path) -> Steps:
    """A learner that has learned, and kept its state."""
    await feed.organisation()
    await feed(*taught(), *shown())
    steps = await catch_up(await restarted(feed, tmp_path))
    await steps.keep_checkpoint()
    return steps


async def change(database: Database, statement: str) -> None:
    async with database.transaction(Cause("a mishap", "test")) as tx:
        await tx.conn.execute(statement)


async def test_a_restart_reads_the_log_from_the_checkpoint_on(
    feed: Feed, kept: Steps, tmp_path: Path, database: Database
) -> None:
    """No entry before it can be read any more: whoever began at the first would fail."""
    await change(database, f"{UNREADABLE} WHERE position < {kept.learner.position}")
    steps = Steps(Learner(LinearModel(), kept.learner.policy), database, tmp_path)
    await steps.refold()
    assert packed(steps.learner) == packed(kept.learner)


async def test_what_came_after_it_is_learned_again_to_the_same_numbers(
    feed: Feed, kept: Steps, tmp_path: Path
) -> None:
    await feed(*taught(90), *shown(start=800))
    await catch_up(kept)
    made = await feed.predicted()
    again = await restarted(feed, tmp_path)
    assert packed(again.learner) == packed(kept.learner)
    await catch_up(again)
    assert await feed.predicted() == made


@pytest.mark.parametrize("content", [b"", b"half", b"x" * 5_000])
async def test_a_damaged_one_is_left_and_everything_learned_again(
    feed: Feed, kept: Steps, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert packed((await restarted(feed, tmp_path)).learner) == packed(kept.learner)


async def test_one_of_another_log_is_left(
    feed: Feed, kept: Steps, tmp_path: Path, database: Database
) -> None:
    last = kept.learner.position
    await change(
        database,
        "UPDATE learning_log SET content = jsonb_set(content, '{case,agent_id}', '\"other\"') "
        f"WHERE position = {last} AND kind = 'case'",
    )
    again = await restarted(feed, tmp_path)
    assert again.learner.position == last
    assert packed(again.learner) != packed(kept.learner)


async def test_one_of_a_later_state_than_the_database_is_left(
    feed: Feed, kept: Steps, tmp_path: Path, database: Database
) -> None:
    """As after a database was restored from a backup."""
    await change(database, "UPDATE learner SET position = 10")
    assert (await restarted(feed, tmp_path)).learner.position == 10


async def test_it_is_kept_only_when_something_was_learned_since(
    feed: Feed, kept: Steps, tmp_path: Path
) -> None:
    (tmp_path / NAME).unlink()
    await kept.keep_checkpoint()
    assert not (tmp_path / NAME).exists()
    await feed(*taught(90))
    await catch_up(kept)
    await kept.keep_checkpoint()
    assert (tmp_path / NAME).exists()


async def test_a_folder_that_went_away_stops_nobody_from_learning(
    feed: Feed, kept: Steps, tmp_path: Path
) -> None:
    kept.checkpoints = tmp_path / "gone"
    await feed(*taught(90))
    await catch_up(kept)
    await kept.keep_checkpoint()
    assert kept.learner.position == kept.committed


async def test_it_is_of_the_moment_when_it_began_though_the_learner_goes_on(
    feed: Feed, kept: Steps, tmp_path: Path
) -> None:
    await feed(*taught(90))
    await catch_up(kept)
    begun = packed(kept.learner)
    keeping = asyncio.ensure_future(kept.keep_checkpoint())
    await asyncio.sleep(0)
    await feed(*shown(start=800))
    await catch_up(kept)
    await keeping
    content = (tmp_path / NAME).read_bytes()
    assert content[DIGEST:] == begun != packed(kept.learner)


async def test_what_a_killed_learner_left_half_written_is_in_nobodys_way(
    feed: Feed, kept: Steps, tmp_path: Path
) -> None:
    left = tmp_path / f"{NAME}.new"
    with left.open("wb") as still_written_to:
        still_written_to.write(b"half of")
        still_written_to.flush()
        assert packed((await restarted(feed, tmp_path)).learner) == packed(kept.learner)
        await feed(*taught(90))
        await catch_up(kept)
        await kept.keep_checkpoint()
        still_written_to.write(b" a state")
    assert (tmp_path / NAME).read_bytes()[DIGEST:] == packed(kept.learner)
    assert not left.exists()


async def test_one_that_was_cut_off_is_left(feed: Feed, kept: Steps, tmp_path: Path) -> None:
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[: len(whole) // 2])
    assert packed((await restarted(feed, tmp_path)).learner) == packed(kept.learner)
