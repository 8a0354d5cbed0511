"""The learner as a fold: names, merges, decisions and arrivals, in the order of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import orjson
import pytest

from recommender.evidence.policy import ProposalPolicy
from recommender.learner.learner import Learner
from recommender.learning_log.entry import (
    CaseTold,
    Decided,
    Entry,
    PersonArrived,
    SkillNamed,
    SkillsMerged,
    Told,
    fields_of,
    kind_of,
    told_of,
)
from recommender.model.linear_model import LinearModel
from recommender.predictions.prediction import explanation_of
from tests.unit.recommender.small_talk import a_case, cases
from touchline_runtime.testing import NOW

REFUNDS = ("agent", "refunds")


def a_learner(told: Iterable[Told] = ()) -> Learner:
    learner = Learner(LinearModel(), ProposalPolicy())
    fold(learner, *told)
    return learner


def fold(learner: Learner, *told: Told) -> list[tuple[str, str]]:
    start = learner.position + 1
    return list(learner.fold(Entry(start + n, one) for n, one in enumerate(told)))


def tagged(count: int = 60, agent: str = "colleague") -> list[Told]:
    return [CaseTold(replace(case, agent_id=agent), True) for case in cases(count)]


def untagged(count: int, start: int = 500, agent: str = "agent") -> list[Told]:
    return [CaseTold(a_case(start + n, "refunds", tagged=False, agent_id=agent), True) for n in range(count)]


def test_an_agent_is_a_candidate_for_what_untagged_cases_call_for() -> None:
    learner = a_learner(tagged())
    touched = fold(learner, *untagged(8))
    [candidate] = learner.candidates(pair for pair in touched if pair == REFUNDS)
    assert candidate.confidence >= 0.8
    assert candidate.team_id == "payments"
    assert not any(proof.tagged for proof in candidate.proofs)


def test_an_agent_who_resolves_tagged_cases_without_holding_the_skill_is_a_candidate() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(3)])
    [candidate] = learner.candidates([REFUNDS])
    assert candidate.confidence == pytest.approx(1.0)
    assert all(proof.tagged and proof.probability == 1.0 for proof in candidate.proofs)


def test_two_cases_are_too_few() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(2)])
    assert learner.candidates([REFUNDS]) == []


def test_the_same_case_in_two_revisions_counts_once() -> None:
    case = a_case(1, "refunds")
    learner = a_learner([CaseTold(case, True), CaseTold(case, False), CaseTold(case, False)])
    assert learner.candidates([REFUNDS]) == []


def test_a_tag_by_name_counts_for_the_skill_of_that_name_also_when_it_is_told_later() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(3)])
    touched = fold(learner, SkillNamed("SK-17", "Refunds"))
    assert touched == [("agent", "SK-17")]
    [candidate] = learner.candidates(touched)
    assert candidate.skill_name == "Refunds"
    fold(learner, CaseTold(a_case(9, "refunds"), True))
    assert len(learner.evidence.of(("agent", "SK-17"))) == 4


def test_a_merged_skill_goes_on_under_the_other_id() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(3)])
    touched = fold(learner, SkillsMerged("refunds", "money-back"), CaseTold(a_case(9, "refunds"), True))
    assert touched == [("agent", "money-back")]
    assert len(learner.evidence.of(("agent", "money-back"))) == 4


def test_a_skill_that_was_taken_away_needs_new_cases() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(6)])
    touched = fold(learner, Decided("agent", "refunds", "skill.removed"))
    assert learner.candidates(touched) == []
    fold(learner, *[CaseTold(a_case(n, "refunds"), True) for n in range(10, 13)])
    assert len(learner.candidates([REFUNDS])) == 1


@pytest.mark.parametrize("verdict", ["skill.undone", "skill.merged"])
def test_a_skill_that_went_without_being_taken_away_is_not_unlearned(verdict: str) -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(6)])
    assert len(learner.candidates(fold(learner, Decided("agent", "refunds", verdict)))) == 1


def test_a_rejection_unlearns_nothing_from_the_cases() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(3)])
    before = learner.evidence.of(REFUNDS)
    assert fold(learner, Decided("agent", "refunds", "skill.rejected")) == [REFUNDS]
    assert learner.evidence.of(REFUNDS) == before


def doubtful(verdict: str | None) -> float:
    """How sure one is of an agent, after another's proposal, that only texts spoke for, was decided."""
    learner = a_learner([*tagged(), *untagged(4), *untagged(4, start=700, agent="other")])
    if verdict:
        fold(learner, Decided("other", "refunds", verdict))
    return learner.evidence.confidence("agent", learner.evidence.of(REFUNDS), learner.policy)


def test_what_managers_decide_makes_others_proposals_more_or_less_sure() -> None:
    undecided = doubtful(None)
    assert doubtful("skill.rejected") < undecided < doubtful("skill.approved")
    assert doubtful("skill.assigned") == undecided


def test_when_a_person_arrives_all_their_evidence_is_looked_at() -> None:
    learner = a_learner([CaseTold(a_case(n, "refunds"), True) for n in range(3)])
    assert fold(learner, PersonArrived("agent"), PersonArrived("stranger")) == [REFUNDS]


def test_a_gap_in_the_log_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 2"):
        a_learner().fold([Entry(2, PersonArrived("agent"))])


def test_one_batch_and_many_give_the_same_model_and_evidence() -> None:
    told = [*tagged(), *untagged(8), SkillNamed("money", "Refunds"), *untagged(3, start=700)]
    at_once, singly = a_learner(told), a_learner()
    for one in told:
        fold(singly, one)
    assert singly.model.snapshot() == at_once.model.snapshot()
    assert [singly.evidence.of(pair) for pair in singly.evidence.pairs()] == [
        at_once.evidence.of(pair) for pair in at_once.evidence.pairs()
    ]


@pytest.mark.parametrize(
    "told",
    [
        CaseTold(a_case(1, "refunds", resolved_at=NOW), True),
        CaseTold(a_case(1, "refunds"), False),
        SkillNamed("refunds", "Refunds", "Money back"),
        SkillsMerged("refunds", "money"),
        Decided("agent", "refunds", "skill.rejected"),
        PersonArrived("agent"),
    ],
)
def test_an_entry_is_read_from_the_log_as_it_was_written(told: Told) -> None:
    assert told_of(kind_of(told), orjson.loads(orjson.dumps(fields_of(told)))) == told


def test_the_explanation_says_how_many_cases_by_what_and_how_sure() -> None:
    learner = a_learner(
        [*tagged(), *[CaseTold(a_case(n, "refunds"), True) for n in range(200, 203)], *untagged(4)]
    )
    [candidate] = learner.candidates([REFUNDS])
    sentence = explanation_of(candidate, learner.policy)
    assert sentence.startswith("7 finished cases call for refunds: 3 tagged with it and 4 by their text (")
    assert "the chance that at least 3 of them really called for it is " in sentence
