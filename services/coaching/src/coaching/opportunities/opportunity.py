"""An opportunity as it stands: what it watches, and what it gives to the assessments it opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from coaching.conditions.task import Task
from coaching.surveys.survey import SurveyRef
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import SkillAssigned
from touchline_contracts.tasks import ALL_TASK_EVENTS

CoachRule = Literal["team_manager", "named_person", "rotation", "task_field"]
SKILL_ASSIGNED = SkillAssigned.TYPE.rpartition(".v")[0]
WATCHABLE: dict[str, str] = {
    model.TYPE.rpartition(".v")[0]: model.TYPE for model in (*ALL_TASK_EVENTS, SkillAssigned)
}
"""What may be watched: the event's name without its version → the type on the wire."""

DAYS_UNTIL_DUE = 7
LIMIT_DAYS = 30
WEEKLY_CAPACITY = 10
"""Openings for one coach in a calendar week, unless an opportunity says otherwise."""
AGENT = "agent_id"
ATTRIBUTES = "attributes."


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One version of an opportunity. ``kinds`` empty watches every kind of task.

    ``sampling_percent`` (0 to 100) of the matching tasks get an assessment; the rest are controls. Those of
    ``always_coach`` are always sampled. At most ``agent_limit`` assessments of one trainee are opened in
    ``agent_limit_days``, and none for a coach who was given ``coach_weekly_capacity`` by all opportunities
    together in the calendar week; None is no limit. ``coach_field`` names the coach under "task_field".
    ``condition`` is CEL; ``guided`` are the rows that it was made of. ``changed_by`` made this version at
    ``changed_at``: None while it is not stored.
    """

    id: str
    version: int
    name: str
    event_types: tuple[str, ...]
    kinds: tuple[str, ...]
    condition: str
    sampling_percent: float
    coach_rule: CoachRule
    coach_id: str | None
    survey: SurveyRef | None
    survey_required: bool
    days_until_due: int
    active: bool
    always_coach: tuple[str, ...] = ()
    trainee_field: str = AGENT
    trainee_survey: SurveyRef | None = None
    guided: Mapping[str, object] | None = None
    coach_field: str | None = None
    agent_limit: int | None = None
    agent_limit_days: int = LIMIT_DAYS
    coach_weekly_capacity: int | None = WEEKLY_CAPACITY
    changed_by: str | None = None
    changed_at: datetime | None = None

    @property
    def watches_skills(self) -> bool:
        """Whether it is about newly assigned skills, not about tasks."""
        return SKILL_ASSIGNED in self.event_types

    @property
    def counts(self) -> bool:
        """Whether its decisions depend on what was opened before."""
        limited = self.agent_limit is not None or self.coach_weekly_capacity is not None
        return limited or self.coach_rule == "rotation"

    def trainee_of(self, task: Task) -> str | None:
        """The person that its trainee field names; None when the task names nobody there."""
        return person_in(task, self.trainee_field)

    def coach_named_in(self, task: Task) -> str | None:
        """The person that its coach field names; None without such a field or person."""
        return None if self.coach_field is None else person_in(task, self.coach_field)

    def watches(self, event_type: str, kind: str) -> bool:
        """Whether events of this type (as on the wire) about tasks of this kind concern it."""
        named = event_type.rpartition(".v")[0]
        return named in self.event_types and (not self.kinds or kind in self.kinds)

    def samples(self, task_number: str) -> bool:
        """Whether this task is among the sampled. The same for ever for one version and one task."""
        if self.sampling_percent == 100:
            return True
        # of all of them, nobody needs to draw
        return (
            self.sampling_percent >= 100
            or draw(self.id, self.version, task_number) * 100 < self.sampling_percent
        )

    def chooses(self, task_number: str, trainee_id: str) -> bool:
        """Whether this trainee's task gets an assessment: always coached, or sampled."""
        return trainee_id in self.always_coach or self.samples(task_number)


def draw(opportunity_id: str, version: int, task_number: str) -> float:
    """A number in [0, 1), spread evenly over tasks and unrelated between versions."""
    drawn = blake2b(f"{opportunity_id}\x1f{version}\x1f{task_number}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn, "big") / 2**64


def check_watched(event_types: Iterable[str]) -> None:
    """Raises Refusal naming ``event_types`` for a name that cannot be watched, and for none at all."""
    named = list(event_types)
    if not named:
        raise Refusal("nothing-watched", f"name at least one of {', '.join(WATCHABLE)}", "event_types")
    for name in named:
        if name not in WATCHABLE:
            detail = f"{name!r} cannot be watched; these can: {', '.join(WATCHABLE)}"
            raise Refusal("unknown-event-type", detail, "event_types")
    if SKILL_ASSIGNED in named and set(named) != {SKILL_ASSIGNED}:
        detail = f"watch {SKILL_ASSIGNED} in an opportunity of its own: the others are about tasks"
        raise Refusal("mixed-event-types", detail, "event_types")


def check_about_skills(opportunity: Opportunity) -> None:
    """Raises Refusal naming the field where an opportunity about skills asks something of a task."""
    if not opportunity.watches_skills:
        return
    asked = {
        "kinds": bool(opportunity.kinds),
        "condition": opportunity.condition != "true",
        "trainee_field": opportunity.trainee_field != AGENT,
        "coach_rule": opportunity.coach_rule == "task_field",
    }
    for field, wrong in asked.items():
        if wrong:
            detail = f"asks something of a task: leave it out with {SKILL_ASSIGNED} (condition true)"
            raise Refusal("about-skills", detail, field)


def person_in(task: Task, field: str) -> str | None:
    """The person id that a task holds in ``agent_id`` or one of its attributes, or None."""
    found = task.agent_id if field == AGENT else task.attributes.get(field.removeprefix(ATTRIBUTES))
    return found if isinstance(found, str) and found else None


def check_person_field(field: str, name: str) -> None:
    """Raises Refusal naming ``name`` unless the field is ``agent_id`` or an attribute of the task."""
    if field != AGENT and not (field.startswith(ATTRIBUTES) and field != ATTRIBUTES):
        raise Refusal("unknown-field", "name agent_id, or attributes.<name>", name)


def check_coach(rule: CoachRule, coach_id: str | None, coach_field: str | None) -> None:
    """Raises Refusal unless the rule "named_person", and only that one, comes with a person, and
    "task_field", and only that one, with a field.
    """
    if (rule == "named_person") != (coach_id is not None):
        raise Refusal("coach-rule", "goes with coach_rule named_person, and with no other rule", "coach_id")
    if (rule == "task_field") != (coach_field is not None):
        raise Refusal("coach-rule", "goes with coach_rule task_field, and with no other rule", "coach_field")
    if coach_field is not None:
        check_person_field(coach_field, "coach_field")
