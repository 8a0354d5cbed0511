"""Surveys: the answers that a question does not take, and the questions that can never be answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coaching.surveys.question import Answer, Label, Question
from coaching.surveys.survey import CutOffs, Section, Survey, check_survey
from tests.unit.coaching.examples import A_CHOICE, A_SURVEY
from touchline_contracts.refusal import Refusal


@pytest.mark.parametrize(
    ("survey", "answers", "field", "code"),
    [
        (A_SURVEY, {"tone": 5}, "answers.fix", "answer-missing"),
        (A_SURVEY, {"tone": 6, "fix": 5}, "answers.tone", "answer-out-of-range"),
        (A_SURVEY, {"tone": 0.9, "fix": 5}, "answers.tone", "answer-out-of-range"),
        (A_SURVEY, {"tone": float("nan"), "fix": 5}, "answers.tone", "answer-of-another-kind"),
        (A_SURVEY, {"tone": True, "fix": 5}, "answers.tone", "answer-of-another-kind"),
        (A_SURVEY, {"tone": "5", "fix": 5}, "answers.tone", "answer-of-another-kind"),
        (A_SURVEY, {"tone": 5, "fix": 5, "greeted": 1}, "answers.greeted", "answer-of-another-kind"),
        (A_SURVEY, {"tone": 5, "fix": 5, "why": 1}, "answers.why", "answer-of-another-kind"),
        (A_SURVEY, {"tone": 5, "fix": 5, "why": "x" * 10_001}, "answers.why", "answer-out-of-range"),
        (A_SURVEY, {"tone": 5, "fix": 5, "mood": 1}, "answers.mood", "unknown-question"),
        (Survey("s", 1, "S", (A_CHOICE,)), {"channel": "maybe"}, "answers.channel", "answer-out-of-range"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_by_name(
    survey: Survey, answers: dict[str, Answer], field: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        survey.result(answers)
    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question("b", "B", 3, 3), "questions.1.max"),
        (Question("a", "Again"), "questions.1.id"),
        (Question("b", "B", section="nowhere"), "questions.1.section"),
        (Question("b", "B", labels=(Label(9, "Nine"),)), "questions.1.labels.0"),
        (Question("b", "B", kind="text", critical=True), "questions.1.critical"),
        (Question("b", "B", critical=True, required=False), "questions.1.required"),
        (Question("b", "B", choices=A_CHOICE.choices), "questions.1.choices"),
        (Question("b", "B", kind="choice"), "questions.1.choices"),
        (replace(A_CHOICE, choices=A_CHOICE.choices[:1] * 2), "questions.1.choices"),
    ],
)
def test_a_question_that_can_never_be_answered_is_refused(question: Question, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_survey((Question("a", "A", 1, 5), question), (Section("start", "Start"),))
    assert caught.value.field == field


def test_a_section_given_twice_and_cut_offs_out_of_order_are_refused() -> None:
    questions = (Question("a", "A"),)
    with pytest.raises(Refusal) as twice:
        check_survey(questions, (Section("s", "S"), Section("s", "T")))
    with pytest.raises(Refusal) as unordered:
        check_survey(questions, cut_offs=CutOffs(75, 90, 60, 40))
    assert (twice.value.field, unordered.value.field) == ("sections.1.id", "cut_offs")
