"""One agent's finished cases: the recent ones whole, of older ones what they prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from recommender.evidence.mixture import MOST, weigh
from recommender.evidence.recent_case import Chances, RecentCase
from recommender.evidence.shares import Shares
from recommender.evidence.track_record import Proof

RECENT = 200
"""Cases of an agent that are weighed anew whenever one is added."""

ROOM = MOST - RECENT
"""So many more may come before the oldest are settled: they are settled together."""

KEPT = 40
"""Older proofs kept of each skill: of the oldest ones the weakest goes, so that memory is bounded."""

WORTH_KEEPING = 0.1
"""Chances below this are not kept of older cases: many improbable ones must not add up to a certainty."""

OLDER = 600
"""Older proofs kept of an agent: the oldest go, so that memory is bounded however many skills they show."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class AgentRecord:
    """``recent`` by number in the order they came; ``older``: proofs by skill and number."""

    latest: datetime = _EPOCH
    recent: dict[str, RecentCase] = field(default_factory=dict)
    older: dict[str, dict[str, Proof]] = field(default_factory=dict)

    def add(self, case: RecentCase, shares: Shares) -> set[str]:
        """Takes in a case; the numbers of older ones that are forgotten for it."""
        self.recent[case.number] = case
        self.latest = max(self.latest, case.at)
        return self._settle(shares) if len(self.recent) >= RECENT + ROOM else set()

    def drop(self, number: str) -> list[str]:
        """Forgets a case, of which another revision came; the skills that it spoke for."""
        if case := self.recent.pop(number, None):
            return list(case.chances)
        return [skill for skill, proofs in self.older.items() if proofs.pop(number, None)]

    def merge(self, skill: str, into: str) -> bool:
        """What spoke for ``skill`` speaks for ``into``; False if nothing did."""
        moved = self.older.pop(skill, {})
        for proof in moved.values():
            self._keep(into, proof)
        told = [found for case in self.recent.values() for found in (case.read, case.tags) if skill in found]
        for found in told:
            found[into] = min(found.pop(skill) + found.get(into, 0.0), 1.0)
        return bool(moved or told)

    def proofs(self, skill: str, weighed: Mapping[str, Chances]) -> list[Proof]:
        """The cases that may have called for a skill, in their order; ``weighed`` are the recent ones."""
        recent = [
            self.recent[number].proof(skill, chance) for number, chance in weighed.get(skill, {}).items()
        ]
        return [*self.older.get(skill, {}).values(), *recent]

    def clear(self, skill: str, probability: float) -> int:
        """How many cases called for a skill, by their text or tags alone, with at least this probability."""
        older = sum(proof.probability >= probability for proof in self.older.get(skill, {}).values())
        recent = sum((case.tags or case.read).get(skill, 0.0) >= probability for case in self.recent.values())
        return older + recent

    def weighed(self, shares: Shares) -> dict[str, Chances]:
        """The chances of the recent cases by skill and number."""
        return weigh(list(self.recent.values()), shares)

    def _settle(self, shares: Shares) -> set[str]:
        """Keeps of the oldest recent cases what they prove, as it is seen now that others followed."""
        weighed = self.weighed(shares)
        gone: set[str] = set()
        for number in list(self.recent)[: len(self.recent) - RECENT]:
            case = self.recent.pop(number)
            gone.add(number)
            for skill, read in case.chances.items():
                chance = weighed[skill][number]
                if max(chance, read) >= WORTH_KEEPING:
                    gone |= self._keep(skill, case.proof(skill, chance))
        gone |= self._shed()
        return gone.difference(*self.older.values())

    def _shed(self) -> set[str]:
        held = [
            (proof.position, skill, number)
            for skill, proofs in self.older.items()
            for number, proof in proofs.items()
        ]
        oldest = sorted(held)[: max(len(held) - OLDER, 0)]
        for _, skill, number in oldest:
            del self.older[skill][number]
        return {number for _, _, number in oldest}

    def _keep(self, skill: str, proof: Proof) -> set[str]:
        proofs = self.older.setdefault(skill, {})
        proofs[proof.number] = proof
        if len(proofs) <= KEPT:
            return set()
        weakest = min(islice(proofs.values(), KEPT // 2), key=lambda one: one.chance)
        del proofs[weakest.number]
        return {weakest.number}
