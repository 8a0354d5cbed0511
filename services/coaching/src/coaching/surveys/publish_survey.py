"""Commands: publish a survey, or the next version of one, at once or from its draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationError

from coaching.opportunities import store as opportunities
from coaching.surveys import store
from coaching.surveys.shapes import SurveyBody, Text
from coaching.surveys.survey import Survey, check_survey
from coaching.surveys.view import SurveyView
from touchline_contracts.refusal import Refusal
from touchline_runtime.errors import Conflict, NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Transaction


class PublishSurvey(SurveyBody, Command):
    """``id`` of an existing survey publishes its next version; without ``id`` it is a new survey."""

    id: Identifier | None = None
    name: Annotated[Text, Field(max_length=200)]


async def publish_survey(tx: Transaction, command: PublishSurvey) -> SurveyView:
    """Publishes a version that never changes. Raises Refusal naming the question at fault, Conflict."""
    return await _publish(tx, command.id or new_id(), command.name, command, command.by.person_id)


class PublishDraft(Command):
    """Whose draft."""

    id: Identifier


async def publish_draft(tx: Transaction, command: PublishDraft) -> SurveyView:
    """Publishes the draft as the survey's next version and removes it.

    Raises NotFound, Conflict, and Refusal naming what of it is missing or can never be answered.
    """
    draft = await store.lock_draft(tx.conn, command.id)
    if draft is None:
        raise NotFound("draft of a survey", command.id)
    body = _complete(draft.body)
    await store.drop_draft(tx.conn, command.id)
    return await _publish(tx, draft.id, draft.name, body, command.by.person_id)


def _complete(body: Mapping[str, Any]) -> SurveyBody:
    try:
        return SurveyBody.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refusal("draft-incomplete", f"the draft is not ready: {first['msg']}", place) from None


async def _publish(tx: Transaction, id: str, name: str, body: SurveyBody, by: str) -> SurveyView:
    questions, sections, cut_offs = body.parts()
    check_survey(questions, sections, cut_offs)
    before = await store.latest(tx.conn, id)
    version = before.version + 1 if before else 1
    survey = Survey(id, version, name, questions, sections, cut_offs, by, tx.now)
    if not survey.scorable and await opportunities.bringing(tx.conn, id):
        detail = "opportunities bring this survey to have its score: ask at least one question that counts"
        raise Refusal("survey-not-scorable", detail, "questions")
    if not await store.publish(tx.conn, survey):
        detail = f"Version {survey.version} of this survey was published a moment ago: look at it, try again."
        raise Conflict("version-exists", detail)
    return SurveyView.of(survey)
