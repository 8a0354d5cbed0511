"""Commands: set the follow-up of an assessment, drop it, say that it was done."""

from __future__ import annotations

from datetime import date

from coaching.assessments.access import require_follower
from coaching.assessments.edit import EditAssessment, happened, keep, lock_for_coach, lock_visible
from coaching.assessments.follow_up import FollowUp, FollowUpKind
from coaching.assessments.view import AssessmentView
from coaching.follow_ups.following_up import today_in, with_follow_up, with_follow_up_done, without_follow_up
from touchline_contracts.refusal import Refusal
from touchline_runtime.directory import persons_of
from touchline_runtime.http import Identifier
from touchline_runtime.transaction import Transaction


class SetFollowUp(EditAssessment):
    """What is to be done, by whom, until when: ``due_on`` is a day of the owner's calendar."""

    kind: FollowUpKind
    owner_id: Identifier
    due_on: date


async def set_follow_up(tx: Transaction, command: SetFollowUp) -> AssessmentView:
    """Puts it in the place of the one before. It is listed for its owner, who may see the assessment then.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal for an owner who is unknown, inactive or the
    trainee, for a day that is over, and for an assessment that was closed without an outcome.
    """
    assessment = await lock_for_coach(tx, command)
    owner = (await persons_of(tx.conn, {command.owner_id})).get(command.owner_id)
    if owner is None or not owner.active:
        raise Refusal("unknown-owner", f"no active person {command.owner_id!r} is known", "owner_id")
    wanted = FollowUp(command.kind, command.owner_id, command.due_on)
    changed = with_follow_up(assessment, wanted, today_in(owner.time_zone, tx.now))
    if changed is assessment:
        return AssessmentView.of(assessment)
    said = {"kind": wanted.kind, "owner_id": wanted.owner_id, "due_on": wanted.due_on}
    return await keep(tx, changed, [], [happened(tx, command, "follow_up_set", details=said)])


class DropFollowUp(EditAssessment):
    """Of which assessment."""


async def drop_follow_up(tx: Transaction, command: DropFollowUp) -> AssessmentView:
    """Takes it away. Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal when there is none."""
    changed = without_follow_up(await lock_for_coach(tx, command))
    return await keep(tx, changed, [], [happened(tx, command, "follow_up_dropped")])


class FinishFollowUp(EditAssessment):
    """Of which assessment."""


async def finish_follow_up(tx: Transaction, command: FinishFollowUp) -> AssessmentView:
    """For its owner, the coach and admins. Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal when
    there is none or it was done before.
    """
    assessment = await lock_visible(tx, command.id, command.by)
    require_follower(command.by, assessment)
    command.require_current(AssessmentView.of(assessment))
    changed = with_follow_up_done(assessment, tx.now)
    return await keep(tx, changed, [], [happened(tx, command, "follow_up_done")])
