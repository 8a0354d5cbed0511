"""The score that a coach's feedback comes to."""

from __future__ import annotations

from coaching.feedback.figures import Figure, score_of
from coaching.surveys.question import Question
from coaching.surveys.survey import Survey

SURVEY = Survey(
    id="about-coach",
    version=2,
    name="About the coach",
    questions=(
        Question(id="kind", text="Kind?", weight=3),
        Question(id="useful", text="Useful?", required=False),
        Question(id="once-scored", text="What else?", kind="text", required=False),
    ),
)


def test_it_weighs_the_averages_that_are_shown() -> None:
    figures = {"kind": Figure(5, 1.0), "useful": Figure(6, 0.5)}
    assert score_of(SURVEY, figures) == 100 * (3 * 1.0 + 1 * 0.5) / 4
    assert score_of(SURVEY, {"useful": Figure(6, 0.5)}) == 50


def test_there_is_none_without_a_question_that_is_shown_and_still_scored() -> None:
    assert score_of(SURVEY, {}) is None
    assert score_of(SURVEY, {"once-scored": Figure(5, 1.0), "no-longer-asked": Figure(5, 1.0)}) is None
