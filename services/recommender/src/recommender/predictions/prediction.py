"""When a skill is proposed for an agent, and how that is said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Proof
from recommender.model.case import Case
from touchline_contracts.recommender import SampleCase
from touchline_contracts.skills import (
    DecisionUndone,
    PersonSkillEvent,
    RejectionLifted,
    SkillApproved,
    SkillAssigned,
    SkillExpired,
    SkillRejected,
    SkillRemoved,
)

SHOWN_CHARACTERS = 4_000
"""Of the text, and of the resolution notes, of one sample: a proposal stays far below Kafka's limit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A skill that an agent's cases show. ``proofs`` are the samples, the strongest first.

    ``weight`` is worth how many fresh, certain cases. ``team_id`` is the team of the latest case.
    ``counter`` is the case that calls for the skill least of those that may at all; None: all clearly do.
    """

    person_id: str
    team_id: str | None
    skill_id: str
    skill_name: str
    confidence: float
    weight: float
    proofs: tuple[Proof, ...]
    counter: Proof | None = None


def candidate_of(
    person_id: str, skill_id: str, name: str, proofs: Sequence[Proof], confidence: float, now: datetime,
    policy: ProposalPolicy,
) -> Candidate | None:  # fmt: skip
    """The candidate that the evidence makes; None if it is not enough."""
    shown = [proof for proof in proofs if proof.probability >= policy.clear]
    if confidence < policy.threshold or len(shown) < policy.cases:
        return None
    shown.sort(key=lambda proof: (-proof.weight(now, policy.half_life_days), -proof.position))
    weight = sum(proof.weight(now, policy.half_life_days) for proof in proofs)
    team_id = max(proofs, key=lambda proof: proof.position).team_id
    doubtful = [proof for proof in proofs if proof.probability < policy.clear]
    counter = min(doubtful, key=lambda proof: (proof.probability, -proof.position), default=None)
    return Candidate(person_id, team_id, skill_id, name, confidence, weight, tuple(shown), counter)


def explanation_of(candidate: Candidate, policy: ProposalPolicy) -> str:
    """A sentence or two with the numbers, for whoever decides."""
    tagged = sum(proof.tagged for proof in candidate.proofs)
    read = [proof.probability for proof in candidate.proofs if not proof.tagged]
    reasons = [f"{tagged} tagged with it"] if tagged else []
    if read:
        low, high = f"{min(read):.0%}", f"{max(read):.0%}"
        reasons.append(f"{len(read)} by their text ({low if low == high else f'{low} to {high}'} sure)")
    return (
        f"{len(candidate.proofs)} finished cases call for {candidate.skill_name}: {' and '.join(reasons)}. "
        f"With older, reopened and badly rated ones counting less, they are worth {candidate.weight:.1f}; "
        f"the chance that at least {policy.cases} of them really called for it is {candidate.confidence:.1%}."
    )


def sample_of(proof: Proof, case: Case, phrases: tuple[str, ...]) -> SampleCase:
    """What a reviewer sees of one case."""
    return SampleCase(
        task_number=case.number,
        kind=case.kind,
        short_description=case.short_description,
        text=case.text[:SHOWN_CHARACTERS],
        resolution_notes=case.resolution_notes[:SHOWN_CHARACTERS],
        link=case.link,
        resolved_at=case.resolved_at,
        probability=round(proof.probability, 4),
        phrases=phrases,
        outcome=_outcome_of(case),
    )


def _outcome_of(case: Case) -> str | None:
    if case.outcome >= 1.0:
        return None
    return f"Reopened, passed on often or badly rated: counts {case.outcome:.0%}"


_SETTLED: Mapping[type[PersonSkillEvent], tuple[str, tuple[str, ...]]] = {
    SkillApproved: ("approved", ("open",)),
    SkillAssigned: ("approved", ("open",)),
    SkillRejected: ("rejected", ("open",)),
    DecisionUndone: ("open", ("approved", "rejected", "withdrawn")),
    RejectionLifted: ("lifted", ("rejected",)),
    SkillRemoved: ("withdrawn", ("approved",)),
    SkillExpired: ("withdrawn", ("approved",)),
}


def settled_by(event: PersonSkillEvent) -> tuple[str, tuple[str, ...]] | None:
    """The new state of the pair's latest prediction, and the states it leaves; None if nothing changes."""
    return _SETTLED.get(type(event))
