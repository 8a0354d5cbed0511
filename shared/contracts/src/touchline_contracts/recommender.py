"""What the recommender concludes, on ``touchline.recommender``: predicted skills and training."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from touchline_contracts.event import Event, Identifier, LongText, ShortText, Value

Probability = Annotated[float, Field(ge=0, le=1)]


class SampleCase(Value):
    """A resolved task that speaks for a proposal, with what a reviewer needs to judge it.

    ``probability`` is the chance that the task calls for the skill, from its text alone.
    """

    task_number: Identifier
    kind: Identifier
    short_description: ShortText = ""
    text: LongText = ""
    resolution_notes: LongText = ""
    link: ShortText | None = None
    resolved_at: AwareDatetime | None = None
    probability: Probability
    phrases: tuple[ShortText, ...] = ()


class SkillPredicted(Event):
    """An agent's resolved tasks show a skill that the agent does not hold."""

    TYPE: ClassVar[str] = "skill.predicted.v1"
    TOPIC: ClassVar[str] = "touchline.recommender"

    prediction_id: Identifier
    person_id: Identifier
    skill_id: Identifier
    team_id: Identifier | None = None
    confidence: Probability
    explanation: LongText
    samples: Annotated[tuple[SampleCase, ...], Field(min_length=1, max_length=20)]
    model_version: ShortText
    predicted_at: AwareDatetime

    def key(self) -> str:
        return f"person:{self.person_id}"


class TrainingRecommended(Event):
    """Courses that would close an agent's skill gaps, and why."""

    TYPE: ClassVar[str] = "training.recommended.v1"
    TOPIC: ClassVar[str] = "touchline.recommender"

    person_id: Identifier
    course_ids: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    skill_ids: tuple[Identifier, ...] = ()
    reason: LongText
    recommended_at: AwareDatetime

    def key(self) -> str:
        return f"person:{self.person_id}"
