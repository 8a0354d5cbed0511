"""Surveys and their drafts as HTTP shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from coaching.surveys.shapes import CutOffsBody, QuestionBody, SectionBody
from coaching.surveys.store import Draft
from coaching.surveys.survey import Survey


class SurveyView(BaseModel):
    """One published version of a survey. ``scorable``: answers to it have a score."""

    id: str
    state: Literal["published"] = "published"
    version: int
    name: str
    scorable: bool
    questions: list[QuestionBody]
    sections: list[SectionBody]
    cut_offs: CutOffsBody
    published_by: str | None
    published_at: datetime | None

    @classmethod
    def of(cls, survey: Survey) -> SurveyView:
        """The view of a survey."""
        return cls(
            id=survey.id,
            version=survey.version,
            name=survey.name,
            scorable=survey.scorable,
            questions=[QuestionBody.model_validate(asked) for asked in survey.questions],
            sections=[SectionBody.model_validate(section) for section in survey.sections],
            cut_offs=CutOffsBody.model_validate(survey.cut_offs),
            published_by=survey.published_by,
            published_at=survey.published_at,
        )


class DraftView(BaseModel):
    """What the next version of a survey will be, as far as it is written."""

    id: str
    state: Literal["draft"] = "draft"
    name: str
    questions: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    cut_offs: dict[str, Any]
    changed_by: str
    changed_at: datetime

    @classmethod
    def of(cls, draft: Draft) -> DraftView:
        """The view of a draft."""
        return cls(
            id=draft.id,
            name=draft.name,
            changed_by=draft.changed_by,
            changed_at=draft.changed_at,
            **draft.body,
        )
