"""One step of the learner: all of it or nothing, and after a restart as before."""

from __future__ import annotations

import pytest

from recommender.learner.steps import PositionLost
from tests.integration.recommender.feeding import Feed, catch_up, shown, taught


async def test_a_learner_that_was_overtaken_commits_nothing(feed: Feed) -> None:
    await feed.organisation()
    overtaken = await feed.steps()
    await feed(*taught(), *shown())
    await feed.learn()
    made = len(await feed.predicted())
    with pytest.raises(PositionLost):
        await overtaken.learn()
    assert len(await feed.predicted()) == made


async def test_a_step_that_failed_is_done_again_with_the_same_outcome(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    steps = await feed.steps()
    with monkeypatch.context() as patched:
        patched.setattr("touchline_runtime.outbox.write", _fails)
        with pytest.raises(ConnectionError):
            await steps.learn()
    await catch_up(steps)
    made = [event.skill_id for event in await feed.predicted() if event.person_id == "agent"]
    assert made == ["refunds"]


async def test_the_model_after_a_restart_is_the_model_before_it(feed: Feed) -> None:
    await feed.organisation()
    await feed(*taught(), *shown())
    live = await feed.learn()
    await feed(*taught(90))
    await catch_up(live)
    again = await feed.steps()
    assert again.learner.position == live.learner.position
    assert again.learner.model.snapshot() == live.learner.model.snapshot()


async def _fails(*_: object) -> None:
    raise ConnectionError("the database went away")
