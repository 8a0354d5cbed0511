"""The two ways of asking: which skills does a case call for, and which skills has an agent shown.

Both run the code of the shipped learner, entry by entry, as its process folds them from the learning log.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from recommender.evaluate.meanings import SecondReadings, Vectors
from recommender.evaluate.reading import Row
from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Pair, Proof
from recommender.learner.learner import Learner
from recommender.learning_log.entry import CaseTold, Entry, SkillNamed, Told
from recommender.model.linear_model import LinearModel

RARE = 10
"""Skills with fewer cases are left out of the protocol "proposals"."""

SHOWN = 5
"""An agent has shown a skill with so many hidden cases that carry it."""

POLICY = ProposalPolicy(cases=SHOWN, half_life_days=36_500.0)
"""As shipped, but that truth counts cases of any age: nothing fades."""


@dataclass(slots=True)
class CaseRun:
    """What was foretold of the cases that are reported on, and how fast.

    Seconds are of the processor: elapsed ones, less the share of the whole run in which others had it. To ask
    for processor time with every case can take longer than the case does.
    """

    rows: list[Row] = field(default_factory=list)
    chances: list[Mapping[str, float]] = field(default_factory=list)
    predicting: float = 0.0
    learning: float = 0.0
    learned: int = 0
    predicted: int = 0


@dataclass(slots=True)
class ProposalRun:
    """``confidence`` and, for those proposed, the ``samples`` shown, by agent and skill.

    ``stream``: each row, and whether its tags are hidden from the learner. ``chances``: of the hidden ones.
    ``first_proposed``: how many hidden cases of a pair had carried the skill when it was first sure enough.
    ``early`` and ``shown`` count a pair's cases in the first half, and its hidden ones.
    """

    stream: list[tuple[Row, bool]]
    confidence: dict[Pair, float] = field(default_factory=dict)
    samples: dict[Pair, list[Proof]] = field(default_factory=dict)
    chances: dict[str, Mapping[str, float]] = field(default_factory=dict)
    first_proposed: dict[Pair, int] = field(default_factory=dict)
    early: Counter[Pair] = field(default_factory=Counter)
    shown: Counter[Pair] = field(default_factory=Counter)
    seconds: float = 0.0


class Stream:
    """A learner that is told one thing after the other. The catalogue is known from the start."""

    def __init__(self, skills: Sequence[str]) -> None:
        self.learner = Learner(LinearModel(), POLICY)
        for skill in skills:
            self.tell(SkillNamed(skill, skill))

    def tell(self, told: Told) -> dict[Pair, None]:
        """The next entry of the learning log; the pairs it touched."""
        return self.learner.fold([Entry(self.learner.position + 1, told)])


def by_case(rows: Sequence[Row], test: Sequence[Row] = (), vectors: Vectors | None = None) -> CaseRun:
    """Each case is foretold, then learned from; the second half is reported on.

    With ``test``: learns from all rows, and only foretells those. With folds: all but the first fold are
    reported on. With ``vectors``: by words and meaning; the seconds are those of the words alone.
    """
    kept = [row for row in rows if row.skills]
    model = Stream(_labels([*kept, *test])).learner.model
    twice = SecondReadings(vectors) if vectors else None
    run = CaseRun()
    first = kept[0].fold
    begun = time.perf_counter(), time.process_time()
    for n, row in enumerate(kept):
        # One object, as the learner has it: a case that was just predicted is not read anew.
        case = replace(row.case, skills=row.skills)
        started = time.perf_counter()
        chances = model.predict(case)
        between = time.perf_counter()
        model.learn(case)
        run.predicting += between - started
        run.learning += time.perf_counter() - between
        chances = twice.foretold(row, chances, learns=True) if twice else chances
        if not test and (row.fold != first if first else n >= len(kept) // 2):
            run.rows.append(row)
            run.chances.append(chances)
    run.learned = run.predicted = len(kept)
    share = (time.process_time() - begun[1]) / (time.perf_counter() - begun[0])
    run.predicting, run.learning = run.predicting * share, run.learning * share
    for row in test:
        run.rows.append(row)
        chances = model.predict(row.case)
        run.chances.append(twice.foretold(row, chances, learns=False) if twice else chances)
    return run


def by_proposals(rows: Sequence[Row], seed: int) -> ProposalRun:
    """The first half of the cases carry their tags, in the second half three in ten do."""
    run = ProposalRun(hidden_by_chance(rows, seed))
    stream = Stream(_labels([row for row, _ in run.stream]))
    hidden: set[str] = set()
    so_far: Counter[Pair] = Counter()
    started = time.process_time()
    for n, (row, hides) in enumerate(run.stream):
        agent = row.case.agent_id or ""
        if hides:
            hidden.add(row.case.number)
            run.chances[row.case.number] = stream.learner.model.predict(row.case)
            so_far.update((agent, skill) for skill in row.skills)
        elif n < len(run.stream) // 2:
            run.early.update((agent, skill) for skill in row.skills)
        touched = stream.tell(CaseTold(replace(row.case, skills=() if hides else row.skills), True))
        for pair in touched if hides else ():
            if (
                pair not in run.first_proposed
                and _confidence(stream.learner, pair, hidden)[0] >= POLICY.threshold
            ):
                run.first_proposed[pair] = so_far[pair]
    run.seconds = time.process_time() - started
    run.shown = so_far
    for pair in stream.learner.evidence.pairs():
        confidence, proofs = _confidence(stream.learner, pair, hidden, gate=False)
        if proofs:
            run.confidence[pair] = confidence
        if confidence >= POLICY.threshold:
            run.samples[pair] = _samples(proofs)
    return run


def hidden_by_chance(rows: Sequence[Row], seed: int) -> list[tuple[Row, bool]]:
    """The rows that carry a skill frequent enough and an agent, and which of them hide it."""
    counts = Counter(skill for row in rows for skill in row.skills)
    chance = random.Random(seed)
    kept = [
        replace(row, skills=found)
        for row in rows
        if row.case.agent_id and (found := tuple(skill for skill in row.skills if counts[skill] >= RARE))
    ]
    return [(row, n >= len(kept) // 2 and chance.random() < 0.7) for n, row in enumerate(kept)]


def _labels(rows: Sequence[Row]) -> list[str]:
    return sorted({skill for row in rows for skill in row.skills})


def _confidence(
    learner: Learner, pair: Pair, hidden: set[str], *, gate: bool = True
) -> tuple[float, list[Proof]]:
    """By hidden cases alone: what is asked is what they show, not what tags have told."""
    if gate and learner.evidence.clear(pair, POLICY.clear) < POLICY.cases:
        return 0.0, []
    proofs = [proof for proof in learner.evidence.of(pair) if proof.number in hidden]
    if not proofs:
        return 0.0, []
    return learner.evidence.confidence(pair[0], proofs, POLICY), proofs


def _samples(proofs: Sequence[Proof]) -> list[Proof]:
    clear = [proof for proof in proofs if proof.probability >= POLICY.clear]
    return sorted(clear, key=lambda proof: (-proof.probability, -proof.position))[: POLICY.samples]
