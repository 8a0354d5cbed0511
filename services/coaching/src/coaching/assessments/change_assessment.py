"""Commands: give an assessment another coach, close it without an outcome, work on it again."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from coaching.assessments.access import require_manager
from coaching.assessments.changes import close_incomplete, reassign, reopen
from coaching.assessments.edit import EditAssessment, happened, keep, lock_for_coach, lock_visible
from coaching.assessments.view import AssessmentView
from touchline_contracts.refusal import Refusal
from touchline_runtime.directory import persons_of
from touchline_runtime.http import Identifier
from touchline_runtime.transaction import Transaction

Reason = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]


class ReassignAssessment(EditAssessment):
    """``coach_id``: who takes over."""

    coach_id: Identifier


async def reassign_assessment(tx: Transaction, command: ReassignAssessment) -> AssessmentView:
    """For managers of its team. Raises NotFound, Forbidden, and Refusal for a coach who is unknown, inactive
    or the trainee, and for a closed assessment.
    """
    assessment = await lock_visible(tx, command.id, command.by)
    await require_manager(tx.conn, command.by, assessment)
    command.require_current(AssessmentView.of(assessment))
    known = await persons_of(tx.conn, {command.coach_id})
    if command.coach_id not in known or not known[command.coach_id].active:
        raise Refusal("unknown-coach", f"no active person {command.coach_id!r} is known", "coach_id")
    changed, event = reassign(assessment, command.coach_id)
    if event is None:
        return AssessmentView.of(changed)
    between = {"from": assessment.coach_id, "to": changed.coach_id}
    return await keep(tx, changed, [event], [happened(tx, command, "reassigned", details=between)])


class CloseAssessment(EditAssessment):
    """``reason``: why nothing comes of it."""

    reason: Reason


async def close_assessment(tx: Transaction, command: CloseAssessment) -> AssessmentView:
    """Closes it incomplete. Raises NotFound, Forbidden, and Refusal when it is closed already."""
    assessment = await lock_for_coach(tx, command)
    changed, event = close_incomplete(assessment, command.reason, tx.now)
    return await keep(tx, changed, [event], [happened(tx, command, "closed_incomplete", command.reason)])


class ReopenAssessment(EditAssessment):
    """``reason``: why there is more to do."""

    reason: Reason


async def reopen_assessment(tx: Transaction, command: ReopenAssessment) -> AssessmentView:
    """Opens it again. Raises NotFound, Forbidden, and Refusal unless it is closed."""
    assessment = await lock_for_coach(tx, command)
    changed, event = reopen(assessment, command.reason, tx.now)
    return await keep(tx, changed, [event], [happened(tx, command, "reopened", command.reason)])
