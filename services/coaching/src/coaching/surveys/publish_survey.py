"""Command: publish a survey, or the next version of one."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from coaching.surveys import store
from coaching.surveys.survey import Question, Survey, check_questions
from coaching.surveys.view import SurveyView
from touchline_runtime.errors import Conflict
from touchline_runtime.http import Command, Identifier
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Transaction

Text = Annotated[str, StringConstraints(min_length=1, max_length=1_000, strip_whitespace=True)]
Bound = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]


class AskedQuestion(BaseModel):
    """A question on a scale from ``min`` to ``max``; a higher ``weight`` counts for more."""

    model_config = ConfigDict(extra="forbid")

    id: Identifier
    text: Text
    min: Bound = 1
    max: Bound = 5
    weight: Annotated[float, Field(ge=0.001, le=1_000)] = 1


class PublishSurvey(Command):
    """``id`` of an existing survey publishes its next version; without ``id`` it is a new survey."""

    id: Identifier | None = None
    name: Annotated[Text, Field(max_length=200)]
    questions: Annotated[list[AskedQuestion], Field(min_length=1, max_length=100)]


async def publish_survey(tx: Transaction, command: PublishSurvey) -> SurveyView:
    """Publishes a version that never changes. Raises Refusal naming the question at fault, Conflict."""
    questions = tuple(Question(**asked.model_dump()) for asked in command.questions)
    check_questions(questions)
    before = await store.latest(tx.conn, command.id) if command.id else None
    version = before.version + 1 if before else 1
    survey = Survey(command.id or new_id(), version, command.name, questions)
    if not await store.publish(tx.conn, survey, command.by.person_id, tx.now):
        detail = f"Version {version} of this survey was published a moment ago: look at it and try again."
        raise Conflict("version-exists", detail)
    return SurveyView.of(survey)
