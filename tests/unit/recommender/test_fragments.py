"""Parts of words: what is written a little differently is still recognised."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.model.case import Case
from recommender.model.fragments import BUCKETS, Fragments, buckets_of
from recommender.model.linear_model import LinearModel
from tests.unit.recommender.small_talk import cases


def test_a_word_shares_most_fragments_with_its_plural_and_none_with_another_word() -> None:
    printer = set(buckets_of("printer"))
    assert len(printer & set(buckets_of("printers"))) > 0.6 * len(printer)
    assert not printer & set(buckets_of("account"))


def test_every_fragment_has_a_row_within_the_buckets() -> None:
    found = buckets_of("unübersetzbarkeit")
    assert len(found) == 16
    assert 0 <= found.min() <= found.max() < BUCKETS


def test_fragments_never_seen_weigh_nothing() -> None:
    fragments = Fragments()
    fragments.observe(["printer"], 1)
    rows, weights = fragments.vector(["printer", "zzzz"], 1)
    unseen = np.isin(rows, buckets_of("zzzz"))
    assert weights[unseen].sum() == 0.0
    assert np.dot(weights, weights) == pytest.approx(1.0, abs=1e-6)


def test_a_case_without_words_has_no_fragments() -> None:
    rows, weights = Fragments().vector([], 0)
    assert len(rows) == len(weights) == 0


@pytest.mark.parametrize(
    ("text", "skill"),
    [("prnter offlin", "printers"), ("refnds for parcels", "refunds"), ("passwrd resetting", "passwords")],
)
def test_a_case_with_only_misspelt_words_is_recognised(text: str, skill: str) -> None:
    model = LinearModel()
    for case in cases(60):
        model.learn(case)
    chances = model.predict(Case(number="X", kind="ticket", text=text))
    assert max(chances, key=lambda known: chances[known]) == skill
