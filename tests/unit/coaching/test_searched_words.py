"""What a search for text looks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.task_lists.words import Words, words_of
from touchline_contracts.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("refund", Words("'refund':*", "refund", "refund", "REFUND")),
        (" cs-0012 ", Words("'cs' & '0012':*", "0012", "cs-0012", "CS-0012")),
        ("double_charge on card", Words("'double' & 'charge' & 'on' & 'card':*", "double", None, None)),
        ("it's ' | !(:*", Words("'it' & 's':*", "it", None, None)),
        ("größe 4", Words("'größe' & '4':*", "größe", None, None)),
    ],
)
def test_all_words_are_wanted_and_the_last_may_be_the_beginning_of_one(text: str, words: Words) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize("text", ["", "  ", "!", "_", "' & '"])
def test_a_text_without_a_letter_or_digit_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        words_of(text)
    assert refused.value.field == "text"


@given(st.text(max_size=200))
def test_whatever_is_typed_nothing_but_words_reaches_the_query(text: str) -> None:
    try:
        words = words_of(text)
    except Refusal:
        return
    parts = words.query.removesuffix(":*").split(" & ")
    assert all(part[0] == part[-1] == "'" and part[1:-1].isalnum() for part in parts)
