"""Who has shown what: the evidence of all agents, as a fold of cases in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Proof, at_least
from recommender.model.case import Case

KEPT = 40
"""Proofs kept of each agent and skill: the latest to come, so that memory is bounded."""

WORTH_KEEPING = 0.1
"""Chances below this are not kept: many improbable cases must not add up to a certainty."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Pair = tuple[str, str]
"""An agent's id and a skill's id."""


class Evidence:
    """Proofs by agent and skill. A later revision of a case takes the place of the earlier one."""

    def __init__(self) -> None:
        self.proofs: dict[Pair, dict[str, Proof]] = {}
        self.pairs_of_agent: dict[str, dict[Pair, None]] = {}
        self.pairs_of_case: dict[str, list[Pair]] = {}
        self.latest: dict[str, datetime] = {}

    def record(self, case: Case, position: int, chances: Mapping[str, float]) -> dict[Pair, None]:
        """Takes in a case with what it may call for; the pairs whose evidence it changed."""
        touched = dict.fromkeys(self.pairs_of_case.pop(case.number, ()))
        for pair in touched:
            self.proofs[pair].pop(case.number, None)
        if case.agent_id and case.finished:
            touched |= self._credit(case.agent_id, case, position, chances)
        return touched

    def forget(self, pair: Pair) -> None:
        """Starts anew for a skill that was taken from the agent: old cases must not propose it again."""
        for number in tuple(self.proofs.get(pair, ())):
            self._drop(pair, number)

    def merge(self, skill_id: str, into: str) -> dict[Pair, None]:
        """What spoke for ``skill_id`` speaks for ``into`` from now on; the pairs that this changed."""
        moved = [pair for pair in self.proofs if pair[1] == skill_id and self.proofs[pair]]
        for pair in moved:
            for proof in tuple(self.proofs[pair].values()):
                self._drop(pair, proof.number)
                self._put((pair[0], into), proof)
        return {(agent, into): None for agent, _ in moved}

    def pairs(self, *, agent: str | None = None, skill: str | None = None) -> list[Pair]:
        """The pairs that anything was said for: of an agent, with a skill, or all."""
        known = self.pairs_of_agent.get(agent, {}) if agent is not None else self.proofs
        return [pair for pair in known if skill is None or pair[1] == skill]

    def of(self, pair: Pair) -> tuple[Proof, ...]:
        """The proofs kept for a pair, in the order they came."""
        return tuple(self.proofs.get(pair, {}).values())

    def now(self, agent: str) -> datetime:
        """When the agent's latest case was resolved: ages are counted back from there, not from today."""
        return self.latest.get(agent, _EPOCH)

    def confidence(self, pair: Pair, policy: ProposalPolicy) -> float:
        """How sure it is (0..1) that at least ``policy.cases`` of the agent's cases called for the skill."""
        now = self.now(pair[0])
        weights = (proof.weight(now, policy.half_life_days) for proof in self.of(pair))
        return at_least(policy.cases, weights)

    def _credit(
        self, agent: str, case: Case, position: int, chances: Mapping[str, float]
    ) -> dict[Pair, None]:
        at = case.resolved_at or self.now(agent)
        self.latest[agent] = max(at, self.now(agent))
        touched: dict[Pair, None] = {}
        for skill, chance in chances.items():
            if chance >= WORTH_KEEPING:
                tagged = skill in case.skills
                proof = Proof(case.number, position, chance, case.outcome, at, tagged, case.team_id)
                self._put((agent, skill), proof)
                touched[agent, skill] = None
        return touched

    def _put(self, pair: Pair, proof: Proof) -> None:
        proofs = self.proofs.setdefault(pair, {})
        self.pairs_of_agent.setdefault(pair[0], {})[pair] = None
        if proof.number not in proofs:
            self.pairs_of_case.setdefault(proof.number, []).append(pair)
        proofs[proof.number] = proof
        if len(proofs) > KEPT:
            self._drop(pair, next(iter(proofs)))

    def _drop(self, pair: Pair, number: str) -> None:
        del self.proofs[pair][number]
        pairs = self.pairs_of_case.get(number, [])
        pairs.remove(pair)
        if not pairs:
            self.pairs_of_case.pop(number, None)
