"""What is said is as often true as it is said to be."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.model.calibration import EDGES, Calibration
from recommender.model.linear_model import LinearModel
from tests.unit.recommender.small_talk import a_case, cases


def told(often: float, said: float, times: int = 2_000) -> Calibration:
    chance = np.random.default_rng(3)
    calibration = Calibration()
    for _ in range(times):
        calibration.observe(np.array([said]), (chance.random(1) < often).astype(float))
    return calibration


def test_at_first_what_is_said_is_believed() -> None:
    said = np.linspace(0, 1, 21)
    assert Calibration().applied(said) == pytest.approx(said)


@pytest.mark.parametrize(("said", "often"), [(0.92, 0.75), (0.55, 0.8), (0.03, 0.1)])
def test_what_is_said_becomes_what_happens(said: float, often: float) -> None:
    assert told(often, said).applied(np.array([said]))[0] == pytest.approx(often, abs=0.06)


def test_what_is_certain_and_what_is_impossible_stay_so() -> None:
    assert told(0.5, 0.999).applied(np.array([0.0, 1.0])) == pytest.approx([0.0, 1.0])


def test_the_surer_of_two_stays_the_surer() -> None:
    chance = np.random.default_rng(5)
    calibration = Calibration()
    for _ in range(3_000):
        said = chance.random(4)
        calibration.observe(said, (chance.random(4) < np.where(said > 0.5, 0.4, 0.6)).astype(float))
    line = calibration.applied(np.linspace(0, 1, 200))
    assert (np.diff(line) >= 0).all()
    assert line[100] == pytest.approx(0.5, abs=0.05)


def test_bins_cover_all_probabilities() -> None:
    calibration = Calibration()
    before = calibration.count.sum()
    calibration.observe(np.array([0.0, *EDGES, 1.0]), np.zeros(len(EDGES) + 2))
    assert calibration.count.sum() == pytest.approx(before + len(EDGES) + 2, rel=0.01)


def test_a_restored_model_says_the_same_and_goes_on_alike() -> None:
    model, restored = LinearModel(), LinearModel()
    for case in cases(70):
        model.learn(case)
    restored.restore(model.snapshot())
    for one in (model, restored):
        one.learn(a_case(300, "refunds"))
    asked = a_case(900, "refunds", tagged=False)
    assert restored.predict(asked) == model.predict(asked)
    assert restored.snapshot() == model.snapshot()
