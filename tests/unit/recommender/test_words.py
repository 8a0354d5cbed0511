"""What counts as a word, and what a case is read as."""

from __future__ import annotations

from recommender.model.case import Case
from recommender.model.words import MAX_WORDS, read, says_something, words_of


def test_words_are_in_lower_case_and_in_order() -> None:
    assert words_of("The refund is NOT in my Account") == [
        "the",
        "refund",
        "is",
        "not",
        "in",
        "my",
        "account",
    ]


def test_words_that_only_hold_a_sentence_together_say_nothing_at_either_end_of_a_phrase() -> None:
    phrases = ["refund", "the", "refund is", "my account", "paper jam"]
    assert [phrase for phrase in phrases if says_something(phrase)] == ["refund", "paper jam"]


def test_names_of_code_count_whole_and_in_parts() -> None:
    assert words_of("NullPointerException in core/index") == [
        "nullpointerexception", "null", "pointer", "exception", "in", "core/index",
    ]  # fmt: skip


def test_other_alphabets_are_words_too() -> None:
    assert words_of("возврат денег") == ["возврат", "денег"]


def test_neighbouring_words_count_as_pairs() -> None:
    assert "paper jam" in read(Case(number="1", kind="case", text="paper jam again")).terms


def test_category_product_channel_and_team_are_terms() -> None:
    case = Case(
        number="1", kind="case", category="Billing", product="App", channel="phone", team_id="payments"
    )
    assert {"category=Billing", "product=App", "channel=phone", "team_id=payments"} <= read(case).terms.keys()


def test_a_very_long_text_is_read_up_to_a_limit() -> None:
    case = Case(number="1", kind="case", text=" ".join(f"word{n}" for n in range(5_000)))
    assert sum(" " not in term and "=" not in term for term in read(case).terms) <= MAX_WORDS


def test_shortened_words_lose_their_ending() -> None:
    assert words_of("It doesn't print; the customer's order can't ship") == [
        "it", "doesn", "print", "the", "customer", "order", "can", "ship",
    ]  # fmt: skip


def test_an_agent_named_in_the_text_is_no_word_of_the_case() -> None:
    case = Case(number="1", kind="case", agent_id="Agent-7", text="Refund paid. Worked on by agent-7.")
    assert not any("agent-7" in term for term in read(case).terms)
