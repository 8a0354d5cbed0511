"""A survey as HTTP shows it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from coaching.surveys.survey import Survey


class QuestionView(BaseModel):
    """A question on a scale from ``min`` to ``max``, both included."""

    id: str
    text: str
    min: float
    max: float
    weight: float


class SurveyView(BaseModel):
    """One published version of a survey."""

    id: str
    state: Literal["published"] = "published"
    version: int
    name: str
    questions: list[QuestionView]

    @classmethod
    def of(cls, survey: Survey) -> SurveyView:
        """The view of a survey."""
        questions = [QuestionView.model_validate(asked, from_attributes=True) for asked in survey.questions]
        return cls(id=survey.id, version=survey.version, name=survey.name, questions=questions)
