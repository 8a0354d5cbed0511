"""What requests and answers of several services are made of. The events' own structures stay out of HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from touchline_contracts.event import LONGEST_ID, LONGEST_SHORT_TEXT, LONGEST_TEXT


def _trimmed(given: object) -> object:
    """As events trim: pydantic leaves some control characters that Python counts as white space."""
    return given.strip() if isinstance(given, str) else given


Identifier = Annotated[str, BeforeValidator(_trimmed), StringConstraints(min_length=1, max_length=LONGEST_ID)]
"""An id: 1 to 200 characters; white space around it is taken off."""

ShortText = Annotated[str, StringConstraints(max_length=LONGEST_SHORT_TEXT)]
LongText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class SkillAtLevel(BaseModel):
    """A skill at a level value; no level means the lowest one of the skill's level type."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    skill_id: Identifier
    level: Annotated[int, Field(ge=0)] | None = None


class SampleView(BaseModel):
    """A resolved task that speaks for or against a skill, with what a reviewer needs to judge it.

    ``probability`` is the chance that the task calls for the skill, from its text alone. ``outcome`` says
    how the work ended, where there is something to say.
    """

    model_config = ConfigDict(from_attributes=True)

    task_number: str
    kind: str
    short_description: str
    text: str
    resolution_notes: str
    link: str | None
    resolved_at: datetime | None
    probability: float
    phrases: list[str]
    outcome: str | None = None
