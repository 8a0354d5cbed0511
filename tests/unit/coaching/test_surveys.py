"""Surveys: the score of answers and the rating that it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.surveys.survey import Question, Survey, check_questions, rating_of
from touchline_contracts.refusal import Refusal

SURVEY = Survey(
    "quality",
    1,
    "Quality",
    (Question("tone", "Kind?", 1, 5, weight=1), Question("fix", "Solved?", 0, 10, weight=3)),
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Survey, dict[str, float]]:
    scales = draw(
        st.lists(
            st.tuples(
                st.integers(-1000, 1000), st.integers(1, 1000), st.floats(0.001, 1000), st.floats(0, 1)
            ),
            min_size=1,
            max_size=20,
        )
    )
    questions, answers = [], {}
    for number, (low, length, weight, fraction) in enumerate(scales):
        id = f"q{number}"
        questions.append(Question(id, id, low, low + length, weight))
        answers[id] = min(low + length, max(low, low + fraction * length))
    return Survey("s", 1, "S", tuple(questions)), answers


def test_the_score_is_the_weighted_mean_of_how_far_each_answer_reaches() -> None:
    assert SURVEY.score({"tone": 5, "fix": 5}) == pytest.approx(100 * (1 * 1 + 3 * 0.5) / 4)


@given(answered())
def test_a_score_lies_between_0_and_100(case: tuple[Survey, dict[str, float]]) -> None:
    survey, answers = case
    assert 0 <= survey.score(answers) <= 100


@given(answered(), st.data())
def test_a_better_answer_never_lowers_the_score(
    case: tuple[Survey, dict[str, float]], data: st.DataObject
) -> None:
    survey, answers = case
    question = data.draw(st.sampled_from(survey.questions))
    better = data.draw(st.floats(answers[question.id], question.max))
    assert survey.score(answers | {question.id: better}) >= survey.score(answers) - 1e-9


@given(answered(), st.floats(0.01, 100))
def test_only_the_proportion_of_weights_counts(case: tuple[Survey, dict[str, float]], factor: float) -> None:
    survey, answers = case
    scaled = tuple(Question(q.id, q.text, q.min, q.max, q.weight * factor) for q in survey.questions)
    assert Survey("s", 1, "S", scaled).score(answers) == pytest.approx(survey.score(answers), abs=1e-6)


@given(answered())
def test_all_lowest_answers_score_0_and_all_highest_100(case: tuple[Survey, dict[str, float]]) -> None:
    survey, _ = case
    assert survey.score({q.id: q.min for q in survey.questions}) == 0
    assert survey.score({q.id: q.max for q in survey.questions}) == pytest.approx(100)


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"tone": 5}, "answers.fix", "answer-missing"),
        ({"tone": 6, "fix": 5}, "answers.tone", "answer-out-of-range"),
        ({"tone": 0.9, "fix": 5}, "answers.tone", "answer-out-of-range"),
        ({"tone": 5, "fix": 5, "mood": 1}, "answers.mood", "unknown-question"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_by_name(
    answers: dict[str, float], field: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        SURVEY.score(answers)
    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (100, "excellent"),
        (90, "excellent"),
        (89.9, "good"),
        (75, "good"),
        (74.9, "average"),
        (60, "average"),
        (59.9, "poor"),
        (40, "poor"),
        (39.9, "unacceptable"),
        (0, "unacceptable"),
    ],
)
def test_a_rating_begins_at_its_cut_off(score: float, rating: str) -> None:
    assert rating_of(score) == rating


def test_a_scale_without_length_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        check_questions((Question("a", "A", 1, 5), Question("b", "B", 3, 3)))
    assert caught.value.field == "questions.1.max"


def test_a_question_given_twice_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        check_questions((Question("a", "A"), Question("a", "B")))
    assert caught.value.field == "questions.1.id"
