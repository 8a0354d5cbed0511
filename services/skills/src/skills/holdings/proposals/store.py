"""Every SQL statement about proposals, their activity, and rejections."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import asyncpg

from skills.holdings.holdings import Verdict
from skills.holdings.proposals.proposal import Proposal, State
from skills.holdings.proposals.undo.undo import undo_until
from skills.holdings.proposals.views import Activity, ProposalView
from touchline_contracts.event import json_of, values_of
from touchline_contracts.recommender import SampleCase, SkillPredicted
from touchline_runtime.transaction import Connection

KNOWN_PREDICTIONS = """
SELECT prediction_id FROM proposal WHERE prediction_id = ANY($1::text[])
UNION ALL SELECT prediction_id FROM ignored_prediction WHERE prediction_id = ANY($1::text[])
"""
ADD_PROPOSAL = """
INSERT INTO proposal (id, prediction_id, person_id, skill_id, team_id, state, confidence, explanation,
    samples, model_version, requested_at, counter_cases)
VALUES ($1, $2, $3, $4, $5, 'requested', $6, $7, $8::text::jsonb, $9, $10, $11::text::jsonb)
"""
ADD_IGNORED_PREDICTION = """
INSERT INTO ignored_prediction (prediction_id, person_id, skill_id, reason, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""
# Kept as lifted, for the version before this one knows of no other end that leaves the skill open.
_STATE = "CASE WHEN merged_into IS NULL THEN state ELSE 'merged' END AS state"
FIND_PROPOSALS = (
    "SELECT id, person_id, skill_id, decided_by, decided_at,"
    + _STATE
    + " FROM proposal WHERE id = ANY($1::text[])"
)
DECIDE_PROPOSAL = "UPDATE proposal SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1"
ADD_ACTIVITY = """
INSERT INTO proposal_activity (proposal_id, number, kind, actor, comment, at)
SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM proposal_activity WHERE proposal_id = $1
"""
ADD_REJECTION = """
INSERT INTO rejection (person_id, skill_id, proposal_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""
DROP_REJECTIONS = "DELETE FROM rejection WHERE proposal_id = ANY($1::text[])"
# More than one where skills that were merged had each been rejected.
LIFT_REJECTED = """
UPDATE proposal SET state = 'lifted', decided_by = $3, decided_at = $4
WHERE person_id = $1 AND state = 'rejected' AND skill_id IN (
    SELECT $2 UNION SELECT known.id FROM skill_alias asked JOIN skill_alias known USING (skill_id)
    WHERE asked.id = $2)
RETURNING id
"""
_PROPOSAL = (
    """
SELECT id, prediction_id, person_id, skill_id, team_id, confidence, explanation,
    samples::text AS samples, counter_cases::text AS counter_cases,
    model_version, requested_at, decided_by, decided_at,
"""
    + _STATE
    + " FROM proposal p "
)
PROPOSAL = _PROPOSAL + "WHERE id = $1"
LIST_ACTIVITY = """
SELECT kind, actor, comment, at FROM proposal_activity WHERE proposal_id = $1 ORDER BY number
"""
COUNT_PROPOSALS = "SELECT count(*) FROM proposal WHERE state = 'requested'"


async def known_predictions(conn: Connection, prediction_ids: Collection[str]) -> set[str]:
    """Those of the predictions that were proposed or ignored before."""
    rows = await conn.fetch(KNOWN_PREDICTIONS, list(prediction_ids))
    return {row["prediction_id"] for row in rows}


async def add_proposal(
    conn: Connection, proposal: Proposal, predicted: SkillPredicted, now: datetime
) -> None:
    """Writes a new proposal with its evidence."""
    samples = json_of(predicted.samples)
    counter_cases = json_of([predicted.counter_case] if predicted.counter_case else [])
    await conn.execute(
        ADD_PROPOSAL,
        proposal.id,
        predicted.prediction_id,
        proposal.person_id,
        proposal.skill_id,
        predicted.team_id,
        predicted.confidence,
        predicted.explanation,
        samples,
        predicted.model_version,
        now,
        counter_cases,
    )
    await add_activity(conn, proposal.id, "requested", None, "", now)


async def ignore_prediction(
    conn: Connection, predicted: SkillPredicted, reason: Verdict, now: datetime
) -> None:
    """Notes that a prediction was not proposed, and why."""
    names = predicted.prediction_id, predicted.person_id, predicted.skill_id
    await conn.execute(ADD_IGNORED_PREDICTION, *names, reason.value, now)


async def find_proposals(conn: Connection, proposal_ids: Collection[str]) -> dict[str, Proposal]:
    """The proposals that there are, by id, as they are now."""
    return {row["id"]: Proposal(**row) for row in await conn.fetch(FIND_PROPOSALS, list(proposal_ids))}


async def save_decision(
    conn: Connection, proposal: Proposal, state: State, by: str, comment: str, at: datetime
) -> None:
    """Writes a decision about a proposal, and its place in the activity stream."""
    await conn.execute(DECIDE_PROPOSAL, proposal.id, state, by, at)
    await add_activity(conn, proposal.id, state, by, comment, at)


async def add_activity(
    conn: Connection, proposal_id: str, kind: str, actor: str | None, comment: str, at: datetime
) -> None:
    """Adds to a proposal's activity stream."""
    await conn.execute(ADD_ACTIVITY, proposal_id, kind, actor, comment, at)


async def add_rejection(conn: Connection, person_id: str, skill_id: str, proposal_id: str) -> None:
    """Makes a rejection durable."""
    await conn.execute(ADD_REJECTION, person_id, skill_id, proposal_id)


async def drop_rejections(conn: Connection, proposal_ids: Collection[str]) -> None:
    """Takes back the rejections that proposals led to."""
    await conn.execute(DROP_REJECTIONS, list(proposal_ids))


async def lift_rejections(conn: Connection, proposal: Proposal, by: str, comment: str, at: datetime) -> None:
    """Lifts all that was rejected of the proposal's person and skill, by any id of the skill."""
    rows = await conn.fetch(LIFT_REJECTED, proposal.person_id, proposal.skill_id, by, at)
    lifted = [row["id"] for row in rows]
    await drop_rejections(conn, lifted)
    for proposal_id in lifted:
        await add_activity(conn, proposal_id, "lifted", by, comment, at)


async def read_proposal(conn: Connection, proposal_id: str) -> ProposalView | None:
    """A proposal with all its evidence."""
    row = await conn.fetchrow(PROPOSAL, proposal_id)
    return view_of(row) if row else None


def view_of(row: asyncpg.Record) -> ProposalView:
    """The proposal that a row with all its columns holds."""
    values = dict(row)
    samples = values_of(SampleCase, values.pop("samples"))
    against = values_of(SampleCase, values.pop("counter_cases"))
    return ProposalView(
        **values,
        samples=samples,
        sample_count=len(samples),
        counter_case=against[0] if against else None,
        undo_until=undo_until(row["state"], row["decided_at"]),
    )


async def list_activity(conn: Connection, proposal_id: str) -> list[Activity]:
    """Who did what with a proposal and when, oldest first."""
    return [Activity(**row) for row in await conn.fetch(LIST_ACTIVITY, proposal_id)]
