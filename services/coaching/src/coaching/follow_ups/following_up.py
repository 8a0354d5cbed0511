"""What may happen to the follow-up of an assessment; a closed one has it too, because acting comes after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.follow_up import FollowUp
from touchline_contracts.refusal import Refusal


def with_follow_up(assessment: Assessment, wanted: FollowUp, today: date) -> Assessment:
    """In place of the one before, done or not. The same assessment: it has just this one to be done.

    ``today`` is the owner's. Raises Refusal when it was closed without an outcome, for the trainee as
    owner, and for a day that is over.
    """
    if assessment.state is State.CLOSED_INCOMPLETE:
        detail = (
            "The assessment was closed without an outcome: there is nothing to follow up. Reopen it first."
        )
        raise Refusal("closed-incomplete", detail)
    if wanted.owner_id == assessment.trainee_id:
        raise Refusal("own-trainee", "must be another person: nobody coaches themselves", "owner_id")
    if wanted == assessment.follow_up:
        return assessment
    if wanted.due_on < today:
        raise Refusal("due-in-the-past", "must be today or later", "due_on")
    return _changed(assessment, wanted)


def without_follow_up(assessment: Assessment) -> Assessment:
    """There is nothing more to do. Raises Refusal when it has none."""
    _of(assessment)
    return _changed(assessment, None)


def with_follow_up_done(assessment: Assessment, now: datetime) -> Assessment:
    """It was done. Raises Refusal when it has none, or it was done before."""
    follow_up = _of(assessment)
    if follow_up.done_at is not None:
        raise Refusal(
            "follow-up-done", "The follow-up was done already; set another one if there is more to do."
        )
    return _changed(assessment, replace(follow_up, done_at=now))


def today_in(time_zone: str, now: datetime) -> date:
    """The day that it is in a time zone; in UTC, where there is none of that name."""
    try:
        return now.astimezone(ZoneInfo(time_zone)).date()
    except (ValueError, OSError, LookupError):
        return now.astimezone(UTC).date()


def _of(assessment: Assessment) -> FollowUp:
    if assessment.follow_up is None:
        raise Refusal("no-follow-up", "The assessment has no follow-up: set one first.")
    return assessment.follow_up


def _changed(assessment: Assessment, follow_up: FollowUp | None) -> Assessment:
    return replace(assessment, revision=assessment.revision + 1, follow_up=follow_up)
