"""How every change of one assessment begins and ends: locked, allowed and as its caller has seen it; then
stored, written into its activity and published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coaching.activity.entry import NO_DETAILS, Entry, Kind
from coaching.activity.store import note
from coaching.assessments import store
from coaching.assessments.access import require_coach, require_visible
from coaching.assessments.assessment import Assessment
from coaching.assessments.view import AssessmentView
from touchline_contracts.event import Event
from touchline_runtime.auth import Principal
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Identifier, IfMatch
from touchline_runtime.transaction import Transaction


class EditAssessment(IfMatch):
    """A change of one assessment."""

    id: Identifier


async def lock_visible(tx: Transaction, id: str, by: Principal) -> Assessment:
    """The assessment, locked. Raises NotFound, and Forbidden unless the caller may see it."""
    assessment = await store.lock(tx.conn, id)
    if assessment is None:
        raise NotFound("assessment", id)
    await require_visible(tx.conn, by, assessment)
    return assessment


async def lock_for_coach(tx: Transaction, command: EditAssessment) -> Assessment:
    """The assessment, locked. Raises NotFound, Forbidden unless the caller is its coach or an admin, and
    ChangedMeanwhile.
    """
    assessment = await lock_visible(tx, command.id, command.by)
    require_coach(command.by, assessment)
    command.require_current(AssessmentView.of(assessment))
    return assessment


def happened(
    tx: Transaction,
    command: EditAssessment,
    kind: Kind,
    text: str | None = None,
    details: Mapping[str, object] = NO_DETAILS,
) -> Entry:
    """What the caller did, for the activity."""
    return Entry(command.id, tx.now, command.by.person_id, kind, text, details)


async def keep(
    tx: Transaction, changed: Assessment, events: Sequence[Event], entries: Sequence[Entry]
) -> AssessmentView:
    """Stores the next version of an assessment, with what happened and what is published of it."""
    await store.change(tx.conn, changed)
    await note(tx.conn, entries)
    for event in events:
        tx.emit(event)
    return AssessmentView.of(changed)
