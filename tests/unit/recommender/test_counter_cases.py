"""Which case of an agent speaks most against a proposal."""

from __future__ import annotations

from datetime import UTC, datetime

from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Proof
from recommender.model.case import Case
from recommender.predictions.prediction import candidate_of, sample_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def proof(number: int, probability: float) -> Proof:
    return Proof(f"CS{number}", number, probability, probability, 1.0, AT, tagged=False)


def counter_of(*probabilities: float) -> str | None:
    proofs = [proof(number, probability) for number, probability in enumerate(probabilities)]
    candidate = candidate_of("agent", "refunds", "Refunds", proofs, 0.95, AT, ProposalPolicy())
    assert candidate is not None
    return candidate.counter.number if candidate.counter else None


def test_it_is_the_one_that_calls_for_the_skill_least() -> None:
    assert counter_of(0.9, 0.4, 0.2, 0.8, 0.3, 0.7) == "CS2"


def test_of_equal_ones_it_is_the_latest() -> None:
    assert counter_of(0.2, 0.9, 0.8, 0.2, 0.7) == "CS3"


def test_there_is_none_where_every_case_is_a_sample() -> None:
    assert counter_of(0.9, 0.5, 0.7) is None


def test_a_case_says_how_it_ended_only_where_that_takes_from_it() -> None:
    cases = [Case("CS1", "case", outcome=outcome) for outcome in (1.0, 0.4)]
    ended = [sample_of(proof(1, 0.9), case, ()).outcome for case in cases]
    assert ended == [None, "Reopened, passed on often or badly rated: counts 40%"]
