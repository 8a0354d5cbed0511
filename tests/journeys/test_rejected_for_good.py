"""What was rejected stays so: through crashes, lost checkpoints, rebuilds, renames, merges, two learners."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from devstack.postgres import Postgres
from recommender.learner.checkpoint import NAME
from tests.running.callers import Callers
from tests.running.crew import Crew
from tests.running.databases import emptied, rows
from tests.running.rejecting import NETWORKS, REJECTED, Rejection
from tests.running.topics import publishing

LEARNERS = """
SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND application_name = 'touchline-recommender-learner'
    AND pg_stat_activity.datname = current_database()
"""
REJECTIONS = "SELECT person_id FROM standing WHERE rejected"


@pytest.fixture
async def rejection(
    crew: Crew, make_callers: Callable[[Crew], Callers], tmp_path: Path
) -> AsyncIterator[Rejection]:
    """Skills and recommender at work; the manager has rejected the skill for the coach."""
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    async with publishing(crew.kafka) as publisher:
        made = Rejection(crew, make_callers(crew), publisher, folder)
        await made.set_up()
        yield made


async def test_a_rejected_skill_is_not_proposed_again_after_kills_lost_checkpoints_and_a_rebuild(
    crew: Crew, rejection: Rejection
) -> None:
    await crew.kill("recommender")
    await rejection.start_recommender()
    await rejection.holds()
    await crew.stop("recommender")
    (rejection.checkpoints / NAME).unlink()
    await rejection.start_recommender()
    await rejection.holds()
    await crew.command("recommender", "rebuild")
    await rejection.holds()


async def test_nor_by_either_of_two_recommenders_of_which_one_learns(
    crew: Crew, rejection: Rejection
) -> None:
    await rejection.start_recommender("recommender-2")
    await rejection.holds()
    assert await rows(crew.databases["recommender"], LEARNERS) == [(1,)]
    await crew.kill("recommender")
    await rejection.holds()
    assert await rows(crew.databases["recommender"], LEARNERS) == [(1,)]


async def test_nor_under_another_name_or_id_nor_when_everything_is_read_from_the_start(
    crew: Crew, rejection: Rejection, postgres: Postgres
) -> None:
    assert await rejection.admin.status("PATCH", f"/skills/skills/{NETWORKS}", name="Cables") == 200
    await rejection.settled()
    await rejection.holds("cables")
    await rejection.admin.post("/skills/skills", name="Hardware")
    await rejection.admin.post(f"/skills/skills/{NETWORKS}/merge", into="hardware")
    await rejection.settled()
    for tag in ("hardware", NETWORKS, "cables"):
        await rejection.holds(tag)
    await crew.stop("recommender")
    (rejection.checkpoints / NAME).unlink()
    await emptied(postgres.url, crew.databases["recommender"])
    await rejection.start_recommender()
    await rejection.settled()
    await rejection.holds()
    assert REJECTED in {person for (person,) in await rows(crew.databases["recommender"], REJECTIONS)}
