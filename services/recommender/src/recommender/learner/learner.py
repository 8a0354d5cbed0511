"""The learner's state as a fold of the learning log. No I/O: the same entries give the same state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from recommender.evidence.evidence import Evidence
from recommender.evidence.names import Names
from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Pair
from recommender.inferences.inference import Inference, inferred
from recommender.learner.unfamiliar import WordCount
from recommender.learning_log.entry import (
    CaseMeant,
    CaseTold,
    Decided,
    Entry,
    PersonArrived,
    SkillNamed,
    SkillsMerged,
)
from recommender.model.case import Case
from recommender.model.second_reading import FirstReading, SecondReading, vector_in
from recommender.model.skill_model import SkillModel
from recommender.predictions.prediction import Candidate, candidate_of

PHRASES = 5


class Learner:
    """Folds entries; says which pairs of agent and skill they touched and which of those are candidates.

    ``position`` is that of the last entry folded. ``inferences``: by number, of the tasks that the last fold
    told to be finished; ``words``: those of the cases that it learned from.
    """

    def __init__(self, model: SkillModel, policy: ProposalPolicy) -> None:
        self.model = model
        self.policy = policy
        self.second = SecondReading()
        self.evidence = Evidence()
        self.names = Names()
        self.tagged: set[str] = set()
        self.inferences: dict[str, Inference] = {}
        self.words = WordCount()
        self.position = 0

    @property
    def version(self) -> str:
        """Which model tells what cases call for; with the language model, where there is one."""
        return f"{self.model.version} with {self.second.by}" if self.second.by else self.model.version

    def fold(self, entries: Iterable[Entry]) -> dict[Pair, None]:
        """Learns from entries that follow each other; the pairs that have to be looked at again.

        Raises ValueError for a gap: an entry that is missing would make another model.
        """
        touched: dict[Pair, None] = {}
        self.inferences, self.words = {}, WordCount()
        for entry in entries:
            if entry.position != self.position + 1:
                raise ValueError(f"the learning log goes from {self.position} to {entry.position}")
            touched |= self._fold(entry)
            self.position = entry.position
        return touched

    def candidates(self, pairs: Iterable[Pair]) -> list[Candidate]:
        """Those of the pairs whose evidence is enough for a proposal."""
        return [found for pair in pairs if (found := self._candidate(pair)) is not None]

    def phrases(self, case: Case, skill_id: str) -> tuple[str, ...]:
        """The phrases of a case that spoke for a skill, the strongest first."""
        return self.model.phrases(case, skill_id, PHRASES)

    def _fold(self, entry: Entry) -> Mapping[Pair, None]:
        match entry.told:
            case CaseTold(case, teaches):
                return self._case(case, teaches, entry)
            case CaseMeant():
                self._meant(entry, entry.told)
                return {}
            case SkillNamed(skill_id, name, description):
                self.model.describe(skill_id, name, description)
                former = self.names.define(skill_id, name)
                moved = self._merge(former, skill_id) if former else {}
                return {**moved, **dict.fromkeys(self.evidence.pairs(skill=skill_id))}
            case SkillsMerged(skill_id, into):
                self.names.merge(skill_id, into)
                return self._merge(skill_id, self.names.canonical(into))
            case Decided(person_id, skill_id):
                return self._decided((person_id, self.names.canonical(skill_id)), entry.told, entry.position)
            case PersonArrived(person_id):
                return dict.fromkeys(self.evidence.pairs(agent=person_id))

    def _case(self, told: Case, teaches: bool, entry: Entry) -> Mapping[Pair, None]:
        skills = tuple(dict.fromkeys(self.names.canonical(tag) for tag in told.skills))
        case = told if skills == told.skills else replace(told, skills=skills)
        self.tagged.update(skills)
        read = self.model.predict(case)
        if teaches:
            self.words.count(case, self.model)
            self.model.learn(case)
        if case.finished:
            by_names = read if case.skills else self.model.predict_by_names(case, read)
            self.inferences[case.number] = inferred(entry, case.skills, by_names, self.policy.clear)
            learned = case.skills if teaches else ()
            first = FirstReading(case.number, read, by_names, bool(case.skills), learned)
            self.second.await_meaning(entry.position, first)
        return self.evidence.record(case, entry.position, read)

    def _meant(self, entry: Entry, told: CaseMeant) -> None:
        """What words and meaning say together is told of the task. Evidence for a person it is not."""
        found = self.second.meant(told.of, told.by, vector_in(told.vector), self.names.canonical)
        if found is None or found[0].tagged or not self.evidence.stands(found[0].number, told.of):
            return
        first, fused = found
        by_names = {**{skill: p for skill, p in first.named.items() if skill not in first.words}, **fused}
        total = max(sum(by_names.values()), 1.0)
        shares = {skill: chance / total for skill, chance in by_names.items()}
        self.inferences[first.number] = inferred(entry, (), shares, self.policy.clear)

    def _merge(self, skill_id: str, into: str) -> Mapping[Pair, None]:
        self.model.merge(skill_id, into)
        self.second.merge(skill_id, into)
        if skill_id in self.tagged:
            self.tagged.remove(skill_id)
            self.tagged.add(into)
        return self.evidence.merge(skill_id, into)

    def _decided(self, pair: Pair, told: Decided, position: int) -> Mapping[Pair, None]:
        """A skill that was taken away needs new cases. A rejection calibrates, it unlearns nothing."""
        verdict = told.verdict
        if verdict in ("skill.approved", "skill.rejected"):
            self.evidence.decide(pair, self.policy, approved=verdict == "skill.approved")
        if verdict in ("skill.decision_undone", "skill.rejection_lifted"):
            self.evidence.decisions.take_back(pair)
        if verdict in ("skill.removed", "skill.expired"):
            self.evidence.take_away(pair, position, told.at)
        return {pair: None}

    def _candidate(self, pair: Pair) -> Candidate | None:
        if self.evidence.clear(pair, self.policy.clear) < self.policy.cases:
            return None
        agent, skill = pair
        proofs = self.evidence.of(pair)
        confidence = self.evidence.confidence(agent, proofs, self.policy)
        now = self.evidence.now(agent)
        return candidate_of(agent, skill, self.names.name_of(skill), proofs, confidence, now, self.policy)
