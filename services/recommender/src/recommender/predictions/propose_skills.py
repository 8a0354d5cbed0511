"""Proposes what candidates have shown, unless something stands in the way; in the learner's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Proof
from recommender.learning_log import store as learning_log
from recommender.learning_log.entry import CaseTold, Entry
from recommender.model.case import Case
from recommender.predictions import store
from recommender.predictions.prediction import Candidate, explanation_of, sample_of
from touchline_contracts.recommender import SampleCase, SkillPredicted
from touchline_runtime.ids import derived_id
from touchline_runtime.transaction import Cause, Transaction


@dataclass(frozen=True, slots=True)
class Proposer:
    """How candidates become proposals: the policy, and the model that says which phrases spoke."""

    policy: ProposalPolicy
    model_version: str
    phrases: Callable[[Case, str], tuple[str, ...]]


async def propose_skills(
    tx: Transaction, candidates: Sequence[Candidate], proposer: Proposer
) -> list[Candidate]:
    """Emits SkillPredicted for those that nothing bars, the surest first, within each team's weekly cap.

    Returns those that have to wait: for their person or skill to become known, or for the cap.
    """
    if not candidates:
        return []
    obstacles = await store.obstacles(tx.conn, [(one.person_id, one.skill_id) for one in candidates])
    made = await store.recent_by_team(tx.conn, tx.now)
    waiting: list[Candidate] = []
    for one in sorted(candidates, key=_surest_first):
        obstacle = obstacles[one.person_id, one.skill_id]
        if obstacle.barred:
            continue
        count = made.get(one.team_id or "", 0)
        if not obstacle.person_known or not obstacle.skill_known or count >= proposer.policy.weekly_cap:
            waiting.append(one)
            continue
        made[one.team_id or ""] = count + 1
        await _propose(tx, one, proposer, obstacle.earlier)
    return waiting


def _surest_first(one: Candidate) -> tuple[float, float, str, str]:
    return -one.confidence, -one.weight, one.person_id, one.skill_id


async def _propose(tx: Transaction, candidate: Candidate, proposer: Proposer, earlier: int) -> None:
    proofs = candidate.proofs[: proposer.policy.samples]
    against = [candidate.counter] if candidate.counter else []
    entries = await learning_log.read_at(tx.conn, [proof.position for proof in (*proofs, *against)])
    samples = _samples(candidate, proofs, entries, proposer)
    counter_cases = _samples(candidate, against, entries, proposer)
    # Not from the evidence: a learner restored from a backup finds another, and it is the same prediction.
    event = SkillPredicted(
        prediction_id=derived_id(candidate.person_id, candidate.skill_id, str(earlier)),
        person_id=candidate.person_id,
        skill_id=candidate.skill_id,
        team_id=candidate.team_id,
        confidence=candidate.confidence,
        explanation=explanation_of(candidate, proposer.policy),
        samples=samples,
        counter_case=counter_cases[0] if counter_cases else None,
        model_version=proposer.model_version,
        predicted_at=tx.now,
    )
    await store.add(tx.conn, event, max(proof.position for proof in candidate.proofs))
    latest = max(proof.position for proof in proofs)
    _caused_by(tx, event, entries[latest]).emit(event)


def _samples(
    candidate: Candidate, proofs: Sequence[Proof], entries: Mapping[int, Entry], proposer: Proposer
) -> tuple[SampleCase, ...]:
    told = ((proof, entries[proof.position].told) for proof in proofs)
    return tuple(
        sample_of(proof, of.case, proposer.phrases(of.case, candidate.skill_id))
        for proof, of in told
        if isinstance(of, CaseTold)
    )


def _caused_by(tx: Transaction, event: SkillPredicted, last: Entry) -> Transaction:
    """A view that emits as part of the chain of the latest sample case, under an id of its own."""
    cause = Cause(event.prediction_id, "propose_skills", last.correlation_id, last.traceparent)
    return replace(tx, cause=cause)
