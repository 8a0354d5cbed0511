"""Profiles and the blend: what fragments of words tell of a case, beside the classifier."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.model.blend import Blend, softmax
from recommender.model.fragments import Fragments
from recommender.model.linear_model import OPINIONS
from recommender.model.profiles import Profiles
from recommender.model.vocabulary import Rows, Weights

TEXTS = {0: "printer paper jam tray", 1: "refund money charge booking", 2: "password login account locked"}


def vector(text: str) -> tuple[Rows, Weights]:
    fragments = Fragments()
    fragments.observe(text.split(), 1)
    return fragments.vector(text.split(), 1)


def taught(times: int = 1) -> Profiles:
    profiles = Profiles()
    profiles.grow(len(TEXTS))
    for number, text in list(TEXTS.items()) * times:
        profiles.learn(*vector(text), np.eye(len(TEXTS), dtype=np.float32)[number])
    return profiles


@pytest.mark.parametrize("number", TEXTS)
def test_after_one_case_of_each_skill_both_scores_name_it(number: int) -> None:
    scores = taught().scores(*vector(TEXTS[number]), len(TEXTS))
    assert scores.argmax(axis=1).tolist() == [number, number]


def test_other_forms_of_the_same_words_are_alike() -> None:
    scores = taught().scores(*vector("printers printing jammed"), len(TEXTS))
    assert scores.argmax(axis=1).tolist() == [0, 0]


def test_the_likeness_is_the_cosine_with_the_sum_of_the_cases() -> None:
    profiles = taught(times=3)
    alike, _ = profiles.scores(*vector(TEXTS[1]), len(TEXTS))
    assert alike[1] == pytest.approx(1.0, abs=1e-4)
    assert alike[0] < 0.2


def test_a_case_of_two_skills_counts_half_for_each() -> None:
    profiles = Profiles()
    profiles.grow(2)
    rows, values = vector(TEXTS[0])
    profiles.learn(rows, values, np.array([0.5, 0.5], np.float32))
    assert profiles.totals[0] == profiles.totals[1] == pytest.approx(values.sum() / 2)


def test_a_case_without_words_says_nothing_of_any_skill() -> None:
    scores = taught().scores(np.zeros(0, np.int64), np.zeros(0, np.float32), len(TEXTS))
    assert not scores.any()


def test_there_is_room_for_more_skills_than_at_first_and_what_was_counted_stays() -> None:
    profiles = taught()
    before = profiles.scores(*vector(TEXTS[2]), len(TEXTS))
    profiles.grow(100)
    assert profiles.scores(*vector(TEXTS[2]), 100)[:, : len(TEXTS)] == pytest.approx(before)


def test_who_is_right_counts_more() -> None:
    blend = Blend(OPINIONS, rate=0.3, squares=0.01)
    opinions = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]], np.float32)
    for _ in range(20):
        blend.learn(opinions, blend.probabilities(opinions) - np.array([1.0, 0.0], np.float32))
    assert blend.weights[0] < OPINIONS[0]
    assert blend.weights[1] > OPINIONS[1]
    assert blend.weights[2] == OPINIONS[2]


def test_probabilities_of_nothing_are_empty_and_of_anything_sum_up_to_one() -> None:
    assert softmax(np.zeros(0)).tolist() == []
    assert softmax(np.array([1_000.0, -1_000.0, 999.0])).sum() == pytest.approx(1.0)
