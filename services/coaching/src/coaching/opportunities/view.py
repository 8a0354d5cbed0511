"""An opportunity as HTTP shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, JsonValue

from coaching.opportunities.opportunity import CoachRule, Opportunity


class OpportunityView(BaseModel):
    """The current version of an opportunity. ``kinds`` empty: every kind of task; a limit of null: none.
    ``condition`` is always there, in CEL; ``guided`` are the rows that it was made of, if it was.
    ``changed_by`` made this version.
    """

    id: str
    state: Literal["active", "inactive"]
    version: int
    name: str
    event_types: list[str]
    kinds: list[str]
    condition: str
    sampling_percent: float
    coach_rule: CoachRule
    coach_id: str | None
    survey_id: str | None
    survey_required: bool
    days_until_due: int
    active: bool
    always_coach: list[str]
    trainee_field: str
    trainee_survey_id: str | None
    guided: dict[str, JsonValue] | None
    coach_field: str | None
    agent_limit: int | None
    agent_limit_days: int
    coach_weekly_capacity: int | None
    changed_by: str | None
    changed_at: datetime | None

    @classmethod
    def of(cls, opportunity: Opportunity) -> OpportunityView:
        """The view of an opportunity."""
        return cls(
            id=opportunity.id,
            state="active" if opportunity.active else "inactive",
            version=opportunity.version,
            name=opportunity.name,
            event_types=list(opportunity.event_types),
            kinds=list(opportunity.kinds),
            condition=opportunity.condition,
            sampling_percent=opportunity.sampling_percent,
            coach_rule=opportunity.coach_rule,
            coach_id=opportunity.coach_id,
            survey_id=opportunity.survey.id if opportunity.survey else None,
            survey_required=opportunity.survey_required,
            days_until_due=opportunity.days_until_due,
            active=opportunity.active,
            always_coach=list(opportunity.always_coach),
            trainee_field=opportunity.trainee_field,
            trainee_survey_id=opportunity.trainee_survey.id if opportunity.trainee_survey else None,
            guided=opportunity.guided,
            coach_field=opportunity.coach_field,
            agent_limit=opportunity.agent_limit,
            agent_limit_days=opportunity.agent_limit_days,
            coach_weekly_capacity=opportunity.coach_weekly_capacity,
            changed_by=opportunity.changed_by,
            changed_at=opportunity.changed_at,
        )
