"""The language model of the extra ``meaning``: texts that mean the same lie near each other."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
import pytest

from recommender.enricher import language_model
from recommender.enricher.language_model import PACKAGES, LanguageModel, LanguageModelMissing, text_of
from recommender.main import SERVICE, RecommenderSettings, configured
from recommender.model.case import MAX_TEXT, Case
from recommender.model.meaning import Vector

installed = pytest.mark.skipif(
    any(find_spec(name) is None for name in PACKAGES),
    reason="the extra touchline-recommender[meaning] is not installed",
)


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel()


def asked(*texts: str) -> Sequence[Case]:
    return [Case(f"CS{n}", "case", short_description=text) for n, text in enumerate(texts)]


def nearness(one: Vector, other: Vector) -> float:
    first, second = one.astype(float), other.astype(float)
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


@installed
def test_texts_that_share_no_word_and_mean_the_same_lie_nearer_than_others(model: LanguageModel) -> None:
    delayed, late, cold = model.vectors(
        asked("My flight is delayed", "Our plane will depart late", "Soup was served too cold")
    )
    assert nearness(delayed, late) > nearness(delayed, cold) + 0.2


@installed
def test_vectors_come_in_the_order_of_the_cases(model: LanguageModel) -> None:
    texts = ["the printer eats paper " * n for n in (30, 1, 12)] + ["my parcel never came"]
    together = model.vectors(asked(*texts))
    for text, vector in zip(texts, together, strict=True):
        assert nearness(model.vectors(asked(text))[0], vector) > 0.98


@installed
def test_the_longest_text_and_the_strangest_are_read_too(model: LanguageModel) -> None:
    for vector in model.vectors(asked("word " * MAX_TEXT, "\u200b", "漢字 🙂")):
        assert np.abs(vector).max() == 127


def test_packages_that_are_missing_are_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "PACKAGES", ("numpy", "not_there"))
    with pytest.raises(
        LanguageModelMissing, match=r"\(not_there\): install touchline-recommender\[meaning\]"
    ):
        LanguageModel()


def test_who_worked_on_a_case_is_not_read() -> None:
    case = Case("CS1", "case", agent_id="ines", short_description="Subject", resolution_notes="Solved")
    assert text_of(case) == "Subject\nSolved"


def test_meanings_are_added_only_where_that_was_set() -> None:
    assert "recommender.enricher" not in configured(RecommenderSettings()).companions
    wanted = configured(RecommenderSettings(meaning=True))
    assert wanted.companions == (*SERVICE.companions, "recommender.enricher")
