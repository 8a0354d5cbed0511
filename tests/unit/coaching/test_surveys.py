"""Surveys: the score of answers, and the rating that it stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.surveys.question import Answer, Question
from coaching.surveys.survey import CutOffs, Survey
from tests.unit.coaching.examples import A_CHOICE, A_SURVEY

ALL_TEXT = Survey("story", 1, "Story", (Question("why", "Why?", kind="text"),))
CRITICAL = Survey(
    "safety",
    1,
    "Safety",
    (
        Question("tone", "Kind?"),
        Question("identified", "Identified the caller?", kind="yes_no", critical=True),
    ),
)


def score(survey: Survey, answers: dict[str, Answer]) -> float:
    """The score of answers that have one."""
    found = survey.result(answers).score
    assert found is not None
    return found


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Survey, dict[str, Answer]]:
    """Any survey of scorable questions, none of them critical, with an answer to each."""
    questions: list[Question] = []
    answers: dict[str, Answer] = {}
    for number in range(draw(st.integers(1, 15))):
        id, weight = f"q{number}", draw(st.floats(0.001, 1000))
        kind = draw(st.sampled_from(["scale", "yes_no", "choice"]))
        if kind == "scale":
            low, length, far = draw(
                st.tuples(st.integers(-1000, 1000), st.integers(1, 1000), st.floats(0, 1))
            )
            questions.append(Question(id, id, low, low + length, weight))
            answers[id] = min(low + length, max(low, low + far * length))
        elif kind == "yes_no":
            questions.append(Question(id, id, weight=weight, kind="yes_no", wanted=draw(st.booleans())))
            answers[id] = draw(st.booleans())
        else:
            questions.append(replace(A_CHOICE, id=id, weight=weight))
            answers[id] = draw(st.sampled_from(["no", "partly", "yes"]))
    return Survey("s", 1, "S", tuple(questions)), answers


def best(question: Question) -> Answer:
    """The answer that reaches 1."""
    answers: dict[str, Answer] = {"scale": question.max, "yes_no": question.wanted, "choice": "yes"}
    return answers[question.kind]


def worst(question: Question) -> Answer:
    """The answer that reaches 0."""
    answers: dict[str, Answer] = {"scale": question.min, "yes_no": not question.wanted, "choice": "no"}
    return answers[question.kind]


def test_the_score_is_the_weighted_mean_of_how_far_each_answer_reaches() -> None:
    assert score(A_SURVEY, {"tone": 5, "fix": 5}) == pytest.approx(100 * (1 * 1 + 3 * 0.5) / 4)
    greeted = score(A_SURVEY, {"tone": 5, "fix": 5, "greeted": False})
    assert greeted == pytest.approx(100 * (1 * 1 + 3 * 0.5 + 0) / 5)


def test_a_choice_reaches_as_far_as_its_value_among_the_values() -> None:
    survey = Survey("s", 1, "S", (A_CHOICE,))
    assert [score(survey, {"channel": id}) for id in ("no", "partly", "yes")] == [0, 25, 100]


@given(surveys())
def test_a_score_lies_between_0_and_100(case: tuple[Survey, dict[str, Answer]]) -> None:
    survey, answers = case
    assert 0 <= score(survey, answers) <= 100


@given(surveys(), st.data())
def test_a_better_answer_never_lowers_the_score(
    case: tuple[Survey, dict[str, Answer]], data: st.DataObject
) -> None:
    survey, answers = case
    question = data.draw(st.sampled_from(survey.questions))
    assert score(survey, answers | {question.id: best(question)}) >= score(survey, answers) - 1e-9


@given(surveys(), st.floats(0.01, 100))
def test_only_the_proportion_of_weights_counts(case: tuple[Survey, dict[str, Answer]], factor: float) -> None:
    survey, answers = case
    scaled = tuple(replace(question, weight=question.weight * factor) for question in survey.questions)
    assert score(replace(survey, questions=scaled), answers) == pytest.approx(
        score(survey, answers), abs=1e-6
    )


@given(surveys())
def test_all_worst_answers_score_0_and_all_best_100(case: tuple[Survey, dict[str, Answer]]) -> None:
    survey, _ = case
    assert score(survey, {question.id: worst(question) for question in survey.questions}) == 0
    best_of_all = {question.id: best(question) for question in survey.questions}
    assert score(survey, best_of_all) == pytest.approx(100)


@given(surveys(), st.data())
def test_an_optional_question_left_out_counts_neither_for_nor_against(
    case: tuple[Survey, dict[str, Answer]], data: st.DataObject
) -> None:
    survey, answers = case
    asked = replace(survey.questions[0], id="extra", required=False)
    more = replace(survey, questions=(*survey.questions, asked))
    assert score(more, answers) == pytest.approx(score(survey, answers))


@given(surveys())
def test_a_failed_critical_question_makes_the_score_0_whatever_else_is_answered(
    case: tuple[Survey, dict[str, Answer]],
) -> None:
    survey, answers = case
    critical = Question("c", "Critical?", kind="yes_no", critical=True, weight=0.001)
    stricter = replace(survey, questions=(*survey.questions, critical))
    failed = stricter.result(answers | {"c": False})
    assert (failed.score, failed.rating, failed.failed) == (0, "unacceptable", ("c",))
    assert stricter.result(answers | {"c": True}).failed == ()


def test_a_critical_question_on_a_scale_fails_at_its_lowest_only() -> None:
    survey = Survey("s", 1, "S", (Question("tone", "Kind?", 1, 5, critical=True),))
    assert survey.result({"tone": 1}).failed == ("tone",)
    assert score(survey, {"tone": 2}) == 25


def test_a_survey_of_text_alone_has_no_score_and_no_rating() -> None:
    assert ALL_TEXT.result({"why": "It was late."}) == (None, None, ())
    assert not ALL_TEXT.scorable


def test_nothing_scorable_answered_gives_no_score() -> None:
    survey = Survey("s", 1, "S", (Question("tone", "Kind?", required=False),))
    assert survey.result({}) == (None, None, ())


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
    assert CutOffs().rating_of(score) == rating


def test_a_survey_may_have_cut_offs_of_its_own() -> None:
    strict = replace(A_SURVEY, cut_offs=CutOffs(99, 95, 90, 80))
    assert strict.result({"tone": 5, "fix": 10}).rating == "excellent"
    assert strict.result({"tone": 5, "fix": 9}).rating == "average"


def test_fractions_lost_in_a_sum_cost_no_rating() -> None:
    questions = tuple(Question(f"q{n}", "Q", weight=0.2) for n in range(5))
    survey = Survey("s", 1, "S", questions)
    result = survey.result({"q0": 3, "q1": 5, "q2": 5, "q3": 5, "q4": 5})
    assert (result.score, result.rating) == (90, "excellent")


def test_a_failed_critical_question_is_unacceptable_whatever_the_cut_offs() -> None:
    lenient = replace(CRITICAL, cut_offs=CutOffs(90, 75, 60, 0))
    assert lenient.result({"tone": 5, "identified": False}).rating == "unacceptable"
