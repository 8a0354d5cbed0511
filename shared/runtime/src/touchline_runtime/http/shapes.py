"""What requests and answers of several services are made of. The events' own structures stay out of HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""An id: 1 to 200 characters; white space around it is taken off."""

ShortText = Annotated[str, StringConstraints(max_length=1_000)]
LongText = Annotated[str, StringConstraints(max_length=50_000)]


class SkillAtLevel(BaseModel):
    """A skill at a level value; no level means the lowest one of the skill's level type."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    skill_id: Identifier
    level: Annotated[int, Field(ge=0)] | None = None


class SampleView(BaseModel):
    """A resolved task that speaks for a skill, with what a reviewer needs to judge it.

    ``probability`` is the chance that the task calls for the skill, from its text alone.
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
