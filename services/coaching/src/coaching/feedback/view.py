"""Feedback on a coach as HTTP shows it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from coaching.feedback.figures import GROUP, Figure, score_of
from coaching.surveys.question import Question
from coaching.surveys.survey import Survey

WHY_NOT = f"shown when {GROUP} trainees have answered"


class QuestionFeedback(BaseModel):
    """The average of ``n`` answers, from 0 (the worst there is) to 100; null for the reason given."""

    question_id: str
    text: str
    n: int
    average: float | None
    reason: str | None

    @classmethod
    def of(cls, question: Question, figure: Figure | None) -> QuestionFeedback:
        """The view of a question that can be scored."""
        n, average, reason = (figure.n, round(100 * figure.mean, 2), None) if figure else (0, None, WHY_NOT)
        return cls(question_id=question.id, text=question.text, n=n, average=average, reason=reason)


class SurveyFeedback(BaseModel):
    """What trainees answered to one survey about the coach, in whole groups of at least five trainees.

    ``score``, 0 to 100, is what the averages come to by the survey's weights; ``n``, the answers behind it.
    """

    survey_id: str
    name: str
    n: int
    score: float | None
    reason: str | None
    questions: list[QuestionFeedback]

    @classmethod
    def of(cls, survey: Survey, figures: Mapping[str, Figure]) -> SurveyFeedback:
        """The view by the questions of the survey's newest version."""
        asked = [
            QuestionFeedback.of(each, figures.get(each.id)) for each in survey.questions if each.scorable
        ]
        score = score_of(survey, figures)
        return cls(
            survey_id=survey.id,
            name=survey.name,
            n=max((each.n for each in asked), default=0),
            score=None if score is None else round(score, 2),
            reason=WHY_NOT if score is None else None,
            questions=asked,
        )
