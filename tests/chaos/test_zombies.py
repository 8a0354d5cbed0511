"""Promise 1: a worker that slept while another took over is fenced, and nothing is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.ledger import assert_even
from tests.chaos.load import Load
from tests.running.crew import Crew
from tests.running.settled import eventually, until_settled
from touchline_runtime.failpoints import POINTS

FIRST, SECOND = "coaching", "coaching-2"
BEFORE_COMMIT = POINTS[0]


@pytest.mark.parametrize("point", POINTS)
async def test_a_worker_frozen_at_a_commit_point_and_woken_after_a_takeover_changes_nothing(
    crew: Crew, load: Load, point: str
) -> None:
    crew.databases = {FIRST: crew.databases[FIRST]}
    await crew.start_all(FIRST)
    await load.tell_the_directory()
    await load.publish(5)
    await until_settled(crew.kafka, crew.databases)
    await crew.stop(FIRST)
    frozen = crew.start(FIRST, failpoint=f"{point}:1:stop")
    await load.publish(200)
    await eventually(lambda: _is_stopped(frozen.pid))
    await crew.start_all(SECOND)
    await load.publish(100)
    await until_settled(crew.kafka, crew.databases)
    assert is_stopped(frozen.pid), "it woke by itself: this was no takeover"
    frozen.resume()
    if point == BEFORE_COMMIT:
        await eventually(lambda: _was_fenced(crew))
    await load.publish(100)
    await crew.until_ready(FIRST, SECOND)
    await assert_even(crew, load)


def is_stopped(pid: int | None) -> bool:
    """Whether the process is stopped by a signal, as Linux tells."""
    return pid is not None and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


async def _is_stopped(pid: int | None) -> bool:
    return is_stopped(pid)


async def _was_fenced(crew: Crew) -> bool:
    return '"event":"fenced"' in crew.log_of(FIRST)
