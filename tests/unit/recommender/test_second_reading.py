"""What the learner makes of a vector that comes after its case: exactly what it would make of it again."""

from __future__ import annotations

from dataclasses import replace

from recommender.evidence.policy import ProposalPolicy
from recommender.learner.learner import Learner
from recommender.learner.snapshot import fill, packed, unpacked
from recommender.learning_log.entry import CaseTold, Entry, SkillsMerged, Told
from recommender.model.case import Case
from recommender.model.linear_model import LinearModel
from recommender.model.second_reading import AWAITED, FirstReading, SecondReading
from tests.unit.recommender.small_talk import PHRASES, a_case, cases
from tests.unit.recommender.vectors import a_vector, meant, with_meanings
from touchline_runtime.testing import NOW

SKILLS = list(PHRASES)
ODD = "the gentleman was rather unhappy about everything"


def about(skill: str, number: int, text: str = ODD) -> Case:
    """A case whose words say nothing of any skill; what it is about only its vector can tell."""
    return replace(
        a_case(number, skill, tagged=False, agent_id="quiet", resolved_at=NOW),
        short_description="",
        text=text,
    )


def taught(learner: Learner | None = None, count: int = 90) -> Learner:
    learner = learner or Learner(LinearModel(), ProposalPolicy())
    known = [(case, case.skills[0]) for case in cases(count)]
    for n in range(0, count, 4):
        known[n] = (replace(known[n][0], short_description="", text=ODD), known[n][1])
    learner.fold(with_meanings(known, learner.position + 1))
    return learner


def tell(learner: Learner, *told: Told) -> list[tuple[str, str]]:
    start = learner.position + 1
    return list(learner.fold([Entry(start + n, one) for n, one in enumerate(told)]))


def called_for(learner: Learner) -> list[str] | None:
    """What was told of the case with the last entry; None if nothing was."""
    told = learner.inferences.get("CS0900")
    return None if told is None else [skill.skill_id for skill in told.skills]


def test_a_case_that_words_do_not_tell_is_told_by_its_meaning() -> None:
    learner = taught()
    tell(learner, CaseTold(about("passwords", 900), True))
    assert called_for(learner) != ["passwords"]
    tell(learner, meant(learner.position, "passwords", 900))
    assert called_for(learner) == ["passwords"]


def test_meaning_is_no_evidence_for_a_person() -> None:
    learner = taught()
    tell(learner, CaseTold(about("passwords", 900), True))
    before = learner.evidence.of(("quiet", "passwords"))
    assert tell(learner, meant(learner.position, "passwords", 900)) == []
    assert learner.evidence.of(("quiet", "passwords")) == before


def test_tags_are_not_doubted() -> None:
    learner = taught()
    tell(learner, CaseTold(a_case(900, "refunds"), True))
    assert tell(learner, meant(learner.position, "printers")) == []
    assert learner.inferences == {}


def test_without_vectors_nothing_is_awaited_and_only_the_model_of_the_words_is_named() -> None:
    learner = Learner(LinearModel(), ProposalPolicy())
    tell(learner, *(CaseTold(case, True) for case in cases(9)))
    assert learner.second.awaited == {}
    assert learner.version == LinearModel.version


def test_proposals_name_the_language_model_that_spoke() -> None:
    assert taught(count=3).version == f"{LinearModel.version} with made up"


def test_a_vector_of_an_earlier_revision_changes_nothing() -> None:
    learner = taught()
    tell(learner, CaseTold(about("passwords", 900), True))
    former = learner.position
    tell(learner, CaseTold(about("passwords", 900, text=PHRASES["refunds"][0]), True))
    tell(learner, meant(former, "passwords", 900))
    assert called_for(learner) is None


def test_a_vector_speaks_for_the_name_that_a_skill_goes_by_now() -> None:
    learner = taught()
    tell(learner, CaseTold(about("passwords", 900), True))
    at = learner.position
    tell(learner, SkillsMerged("passwords", "sign-in"), meant(at, "passwords", 900))
    assert called_for(learner) == ["sign-in"]


def test_vectors_of_another_language_model_begin_anew() -> None:
    learner = taught()
    tell(learner, CaseTold(a_case(900, "refunds"), True))
    tell(learner, meant(learner.position, "refunds", by="another"))
    assert learner.second.meaning.skills == ["refunds"]


def test_a_vector_for_which_nobody_waits_changes_nothing() -> None:
    learner = taught()
    before = learner.second.packed()
    assert tell(learner, meant(1, "refunds")) == []
    assert learner.second.packed() == before


def test_of_too_many_awaited_cases_the_oldest_are_given_up() -> None:
    second = SecondReading()
    second.meant(0, "made up", a_vector("refunds"), str)
    for position in range(1, AWAITED + 3):
        second.await_meaning(position, FirstReading(f"CS{position}", {}, {}, False, ()))
    assert len(second.awaited) == AWAITED
    assert second.meant(2, "made up", a_vector("refunds"), str) is None
    assert second.meant(3, "made up", a_vector("refunds"), str) is not None


def test_a_restored_learner_goes_on_as_the_first_would_have() -> None:
    first, restored = taught(), Learner(LinearModel(), ProposalPolicy())
    tell(first, CaseTold(about("printers", 900), True), SkillsMerged("passwords", "refunds"))
    at = first.position - 1
    fill(restored, unpacked(packed(first), restored.model.version))
    for learner in (first, restored):
        tell(learner, meant(at, "printers", 900))
        taught(learner, 30)
    assert packed(restored) == packed(first)


def test_learned_again_the_state_is_the_same_to_the_byte() -> None:
    assert packed(taught()) == packed(taught())
    other = taught()
    tell(other, CaseTold(a_case(900, "refunds"), True), meant(other.position + 1, "refunds"))
    assert packed(other) != packed(taught())
