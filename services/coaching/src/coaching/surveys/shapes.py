"""What a survey consists of, as requests say it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from coaching.surveys.question import Choice, Kind, Label, Question
from coaching.surveys.survey import CutOffs, Section
from touchline_runtime.http import Identifier

Text = Annotated[str, StringConstraints(min_length=1, max_length=1_000, strip_whitespace=True)]
Bound = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]
Score = Annotated[float, Field(ge=0, le=100)]


class LabelBody(BaseModel):
    """What one value of a scale is called."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    value: Bound
    text: Text


class ChoiceBody(BaseModel):
    """One of the answers to choose from; a higher ``value`` is a better answer."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: Identifier
    text: Text
    value: Bound


class QuestionBody(BaseModel):
    """A question. scale: ``min``, ``max``, ``labels``. yes_no: ``wanted`` is the good answer. choice:
    ``choices``. text: never scored. ``critical``: its worst answer fails the whole survey.
    """

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: Identifier
    text: Text
    kind: Kind = "scale"
    section: Identifier | None = None
    required: bool = True
    critical: bool = False
    weight: Annotated[float, Field(ge=0.001, le=1_000)] = 1
    min: Bound = 1
    max: Bound = 5
    labels: Annotated[list[LabelBody], Field(max_length=101)] = []
    wanted: bool = True
    choices: Annotated[list[ChoiceBody], Field(max_length=50)] = []

    def question(self) -> Question:
        """The question that is asked."""
        return Question(
            **self.model_dump(exclude={"labels", "choices"}),
            labels=tuple(Label(label.value, label.text) for label in self.labels),
            choices=tuple(Choice(each.id, each.text, each.value) for each in self.choices),
        )


class SectionBody(BaseModel):
    """A part of a survey that questions stand in."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: Identifier
    title: Text


class CutOffsBody(BaseModel):
    """The lowest score of each rating; a score below all of them is unacceptable."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    excellent: Score = 90
    good: Score = 75
    average: Score = 60
    poor: Score = 40


class SurveyBody(BaseModel):
    """Questions in their order, the sections they stand in, and the cut-offs of the ratings."""

    questions: Annotated[list[QuestionBody], Field(min_length=1, max_length=100)]
    sections: Annotated[list[SectionBody], Field(max_length=20)] = []
    cut_offs: CutOffsBody = CutOffsBody()

    def parts(self) -> tuple[tuple[Question, ...], tuple[Section, ...], CutOffs]:
        """The same as the survey has them."""
        return (
            tuple(asked.question() for asked in self.questions),
            tuple(Section(section.id, section.title) for section in self.sections),
            CutOffs(**self.cut_offs.model_dump()),
        )
