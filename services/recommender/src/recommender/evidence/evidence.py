"""Who has shown what: the evidence of all agents, as a fold of cases in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from sys import intern

from recommender.evidence.agent_record import AgentRecord
from recommender.evidence.decisions import Decisions
from recommender.evidence.pair_effect import PairEffect
from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.recent_case import Chances, RecentCase
from recommender.evidence.shares import Shares
from recommender.evidence.track_record import Pair, Proof, Taken
from recommender.model.case import Case

EFFECT = PairEffect()
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Evidence:
    """A record of each agent's cases. A later revision of a case takes the place of the earlier one.

    ``agent_of_case``: whose record has a case. ``known``: by agent, the skills that anything was said for.
    ``taken``: of pairs whose skill was taken away, since when only new cases count.
    What was weighed is kept until the next case: the pairs of an agent are looked at one after the other.
    """

    def __init__(self) -> None:
        self.records: dict[str, AgentRecord] = {}
        self.agent_of_case: dict[str, str] = {}
        self.known: dict[str, dict[str, None]] = {}
        self.shares = Shares()
        self.decisions = Decisions()
        self.taken: dict[Pair, Taken] = {}
        self._weighed: dict[str, dict[str, Chances]] = {}

    def record(self, case: Case, position: int, read: Mapping[str, float]) -> dict[Pair, None]:
        """Takes in a case with what its text may call for; the pairs whose evidence it changed."""
        self._weighed.clear()
        touched = self._drop(case.number)
        if case.agent_id and case.finished:
            touched |= self._credit(case.agent_id, case, position, read)
        return touched

    def stands(self, number: str, position: int) -> bool:
        """Whether a case is still the one that was told at this position: no later revision came."""
        held = self.records.get(self.agent_of_case.get(number, ""))
        case = held.recent.get(number) if held else None
        return case is not None and case.position == position

    def take_away(self, pair: Pair, position: int, at: datetime | None) -> None:
        """A skill was taken from the agent: what was known or finished by then proposes it no more."""
        self.taken[pair] = Taken(position, at or LONG_AGO)

    def merge(self, skill_id: str, into: str) -> dict[Pair, None]:
        """What spoke for ``skill_id`` speaks for ``into`` from now on; the pairs that this changed."""
        self._weighed.clear()
        self.shares.merge(skill_id, into)
        for pair in [pair for pair in self.taken if pair[1] == skill_id]:
            mark, other = self.taken.pop(pair), self.taken.get((pair[0], into))
            self.taken[pair[0], into] = mark.or_later(other)
        moved = {(agent, into): None for agent, held in self.records.items() if held.merge(skill_id, into)}
        for agent, _ in moved:
            self.known[agent][into] = None
        return moved

    def pairs(self, *, agent: str | None = None, skill: str | None = None) -> list[Pair]:
        """The pairs that anything was said for: of an agent, with a skill, or all."""
        known = self.known if agent is None else {agent: self.known.get(agent, {})}
        return [
            (who, what) for who, skills in known.items() for what in skills if skill is None or what == skill
        ]

    def of(self, pair: Pair) -> tuple[Proof, ...]:
        """The proofs kept for a pair, in the order they came."""
        agent, skill = pair
        held = self.records.get(agent)
        if held is None:
            return ()
        if agent not in self._weighed:
            self._weighed[agent] = held.weighed(self.shares)
        proofs = held.proofs(skill, self._weighed[agent])
        taken = self.taken.get(pair)
        return tuple(proof for proof in proofs if taken is None or taken.is_before(proof))

    def clear(self, pair: Pair, probability: float) -> int:
        """How many of the agent's cases call for the skill with this probability, by text or tags alone."""
        if pair in self.taken:
            return sum(proof.probability >= probability for proof in self.of(pair))
        held = self.records.get(pair[0])
        return held.clear(pair[1], probability) if held else 0

    def now(self, agent: str) -> datetime:
        """When the agent's latest case was resolved: ages are counted back from there, not from today."""
        return self.records.get(agent, AgentRecord()).latest

    def confidence(self, agent: str, proofs: Iterable[Proof], policy: ProposalPolicy) -> float:
        """How sure it is (0..1) that at least ``policy.cases`` of these cases of the agent called for it."""
        return self.decisions.applied(self._said(agent, proofs, policy))

    def decide(self, pair: Pair, policy: ProposalPolicy, *, approved: bool) -> None:
        """A manager approved or rejected the proposal: that counts for how sure one is of others."""
        self.decisions.add(pair, self._said(pair[0], self.of(pair), policy), approved=approved)

    def _said(self, agent: str, proofs: Iterable[Proof], policy: ProposalPolicy) -> float:
        now = self.now(agent)
        given = list(proofs)
        return EFFECT.at_least(
            policy.cases,
            [proof.chance for proof in given],
            [proof.freshness(now, policy.half_life_days) for proof in given],
        )

    def _credit(self, agent: str, case: Case, position: int, read: Mapping[str, float]) -> dict[Pair, None]:
        held = self.records.setdefault(agent, AgentRecord())
        at = case.resolved_at or held.latest
        tags = dict.fromkeys(map(intern, case.skills), 1.0)
        team = case.team_id and intern(case.team_id)
        told = RecentCase(case.number, position, case.outcome, at, team, dict(read), tags)
        for number in held.add(told, self.shares):
            self.agent_of_case.pop(number, None)
        if case.skills:
            self.shares.add(case.skills)
        self.agent_of_case[case.number] = agent
        self.known.setdefault(agent, {}).update(dict.fromkeys(told.chances))
        return {(agent, skill): None for skill in told.chances}

    def _drop(self, number: str) -> dict[Pair, None]:
        agent = self.agent_of_case.pop(number, None)
        return {(agent, skill): None for skill in self.records[agent].drop(number)} if agent else {}
