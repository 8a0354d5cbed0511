"""What the recommender concludes, on ``touchline.recommender``: skills of persons and tasks, and training."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from touchline_contracts.event import Event, Identifier, LongText, Moment, ShortText, Value

Probability = Annotated[float, Meta(ge=0, le=1)]


class SampleCase(Value, frozen=True, kw_only=True):
    """A resolved task that speaks for or against a proposal, with what a reviewer needs to judge it.

    ``probability`` is the chance that the task calls for the skill, from its text alone. ``outcome`` says
    how the work ended, where there is something to say.
    """

    task_number: Identifier
    kind: Identifier
    short_description: ShortText = ""
    text: LongText = ""
    resolution_notes: LongText = ""
    link: ShortText | None = None
    resolved_at: Moment | None = None
    probability: Probability
    phrases: tuple[ShortText, ...] = ()
    outcome: ShortText | None = None


class SkillPredicted(Event, frozen=True, kw_only=True):
    """An agent's resolved tasks show a skill that the agent does not hold.

    ``counter_case`` is the one of them that speaks most against it; None: none is known.
    """

    TYPE: ClassVar[str] = "skill.predicted.v1"
    TOPIC: ClassVar[str] = "touchline.recommender"

    prediction_id: Identifier
    person_id: Identifier
    skill_id: Identifier
    team_id: Identifier | None = None
    confidence: Probability
    explanation: LongText
    samples: Annotated[tuple[SampleCase, ...], Meta(min_length=1, max_length=20)]
    counter_case: SampleCase | None = None
    model_version: ShortText
    predicted_at: Moment

    def key(self) -> str:
        return f"person:{self.person_id}"


class InferredSkill(Value, frozen=True, kw_only=True):
    """A skill that a task's text calls for, and how probably."""

    skill_id: Identifier
    probability: Probability


class TaskSkillsInferred(Event, frozen=True, kw_only=True):
    """Which skills a finished task without tags calls for, by its text; none any more, where it is empty.

    ``position`` is where the learning log tells of the task: of two events of a task the higher one holds.
    """

    TYPE: ClassVar[str] = "task.skills_inferred.v1"
    TOPIC: ClassVar[str] = "touchline.recommender"

    task_number: Identifier
    skills: Annotated[tuple[InferredSkill, ...], Meta(max_length=50)]
    position: Annotated[int, Meta(ge=1)]
    model_version: ShortText
    inferred_at: Moment

    def key(self) -> str:
        return f"task:{self.task_number}"


class TrainingRecommended(Event, frozen=True, kw_only=True):
    """Courses that would close an agent's skill gaps, and why. It replaces what was recommended before;
    without courses nothing is recommended any more. ``skill_ids`` are those of the gaps.
    """

    TYPE: ClassVar[str] = "training.recommended.v1"
    TOPIC: ClassVar[str] = "touchline.recommender"

    person_id: Identifier
    course_ids: tuple[Identifier, ...]
    skill_ids: tuple[Identifier, ...] = ()
    reason: LongText
    recommended_at: Moment

    def key(self) -> str:
        return f"person:{self.person_id}"
