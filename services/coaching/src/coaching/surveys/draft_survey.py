"""Commands: save and drop the draft of a survey, which need not be complete."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, ValidationError

from coaching.surveys import store
from coaching.surveys.shapes import SurveyBody, Text
from coaching.surveys.view import DraftView
from touchline_contracts.refusal import Refusal
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction

INCOMPLETE = frozenset({"missing", "too_short", "string_too_short"})
"""Faults that a draft may have: they are mended by writing on."""


class SaveDraft(Command):
    """The whole draft, in place of the one before. ``id`` of a published survey drafts its next version."""

    id: Identifier
    name: Annotated[Text, Field(max_length=200)]
    questions: Annotated[list[dict[str, Any]], Field(max_length=100)] = []
    sections: Annotated[list[dict[str, Any]], Field(max_length=20)] = []
    cut_offs: dict[str, Any] = {}


async def save_draft(tx: Transaction, command: SaveDraft) -> DraftView:
    """Stores it. Raises Refusal naming what no writing on would mend, such as a question of no known kind."""
    body = command.model_dump(include={"questions", "sections", "cut_offs"})
    _refuse_nonsense(body)
    draft = store.Draft(command.id, command.name, body, command.by.person_id, tx.now)
    await store.save_draft(tx.conn, draft)
    return DraftView.of(draft)


class DropDraft(Command):
    """Whose draft."""

    id: Identifier


async def drop_draft(tx: Transaction, command: DropDraft) -> None:
    """Forgets the draft; what is published stays. Raises NotFound."""
    if not await store.drop_draft(tx.conn, command.id):
        raise NotFound("draft of a survey", command.id)


def _refuse_nonsense(body: dict[str, Any]) -> None:
    try:
        SurveyBody.model_validate(body)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            if fault["type"] not in INCOMPLETE:
                place = ".".join(str(part) for part in fault["loc"])
                raise Refusal("draft-unreadable", fault["msg"], place) from None
