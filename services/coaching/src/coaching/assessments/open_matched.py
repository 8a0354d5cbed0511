"""Opens the assessments of matches: what both reactions do once a coach was looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coaching.activity.entry import Entry
from coaching.activity.store import note
from coaching.assessments import store
from coaching.assessments.assessment import Assessment, State
from coaching.assessments.importance import Importance
from coaching.matches.match import MatchKey
from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.event import Event
from touchline_runtime.ids import derived_id
from touchline_runtime.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Opening:
    """A match to open; ``coach_id`` None opens it unassigned. ``cause`` is the event received.

    ``skill_id``: the skill that it is about, not a task.
    """

    cause: Event
    opportunity: Opportunity
    key: MatchKey
    trainee_id: str
    team_id: str | None
    coach_id: str | None
    importance: Importance
    skill_id: str | None = None


async def open_matched(tx: Transaction, openings: Sequence[Opening]) -> None:
    """Stores and publishes one assessment for each opening."""
    opened = [_opened(opening, tx.now) for opening in openings]
    await store.add(tx.conn, opened)
    await note(
        tx.conn, [_entry(opening, assessment) for opening, assessment in zip(openings, opened, strict=True)]
    )
    for opening, assessment in zip(openings, opened, strict=True):
        tx.because(opening.cause).emit(assessment.opened())


def _entry(opening: Opening, assessment: Assessment) -> Entry:
    opportunity = opening.opportunity
    details = {"opportunity_id": opportunity.id}
    return Entry(assessment.id, assessment.opened_at, None, "opened", opportunity.name, details)


def assessment_id(key: MatchKey) -> str:
    """The id that this match's assessment has, however often the decision is made."""
    return derived_id("assessment", key.opportunity_id, key.subject, str(key.occurrence))


def _opened(opening: Opening, now: datetime) -> Assessment:
    opportunity = opening.opportunity
    survey, about_coach = opportunity.survey, opportunity.trainee_survey
    return Assessment(
        id=assessment_id(opening.key),
        revision=1,
        state=State.OPEN,
        trainee_id=opening.trainee_id,
        coach_id=opening.coach_id,
        team_id=opening.team_id,
        task_number=opening.key.subject if opening.skill_id is None else None,
        skill_id=opening.skill_id,
        opportunity_id=opportunity.id,
        survey_id=survey.id if survey else None,
        survey_version=survey.version if survey else None,
        trainee_survey_id=about_coach.id if about_coach else None,
        trainee_survey_version=about_coach.version if about_coach else None,
        points=opening.importance.points,
        why=opening.importance.why,
        survey_required=survey is not None and opportunity.survey_required,
        survey_locked=survey is not None,
        opened_at=now,
        due_at=now + timedelta(days=opportunity.days_until_due),
    )
