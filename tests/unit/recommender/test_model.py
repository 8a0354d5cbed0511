"""The model: it learns which words call for which skill, from tagged cases only, and repeatably."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recommender.model.case import Case
from recommender.model.linear_model import LinearModel
from tests.unit.recommender.small_talk import PHRASES, a_case, cases


def taught(count: int = 60) -> LinearModel:
    model = LinearModel()
    for case in cases(count):
        model.learn(case)
    return model


@pytest.mark.parametrize("skill", PHRASES)
def test_a_case_without_tags_is_recognised_by_its_words(skill: str) -> None:
    chances = taught().predict(a_case(900, skill, tagged=False))
    assert max(chances, key=lambda known: chances[known]) == skill
    assert chances[skill] > 0.7


def test_nothing_is_predicted_before_anything_was_taught() -> None:
    assert LinearModel().predict(a_case(1, "refunds")) == {}


def test_cases_without_tags_teach_no_skill() -> None:
    model = taught()
    before = model.predict(a_case(900, "refunds", tagged=False))
    for number in range(100, 130):
        model.learn(a_case(number, "printers", tagged=False))
    assert model.predict(a_case(900, "refunds", tagged=False)).keys() == before.keys()
    assert model.classifier.classes == len(PHRASES)


def test_a_case_with_no_word_in_it_is_predicted_without_an_error() -> None:
    chances = taught().predict(Case(number="CS1", kind="case"))
    assert sum(chances.values()) <= 1.001


def test_a_case_with_several_tags_teaches_each_of_them() -> None:
    model = LinearModel()
    for number in range(40):
        model.learn(replace(a_case(number, "refunds"), skills=("refunds", "payments")))
        model.learn(a_case(number, "printers"))
    chances = model.predict(a_case(900, "refunds", tagged=False))
    assert chances["refunds"] > 0.3
    assert chances["payments"] > 0.3


def test_whoever_worked_on_a_case_does_not_change_what_it_calls_for() -> None:
    model, case = taught(), a_case(900, "refunds", tagged=False)
    assert model.predict(case) == model.predict(replace(case, agent_id="somebody else"))


def test_its_tags_do_not_change_what_a_case_is_read_to_call_for() -> None:
    model, case = taught(), a_case(900, "refunds", tagged=False)
    assert model.predict(case) == model.predict(replace(case, skills=("printers",)))


def test_the_phrases_that_spoke_for_a_skill_are_words_of_the_case_about_it() -> None:
    case = a_case(900, "printers", tagged=False)
    phrases = taught().phrases(case, "printers", 3)
    assert phrases
    words = " ".join(PHRASES["printers"]).split()
    assert all(any(part in words for part in phrase.split()) for phrase in phrases)


def test_there_are_no_phrases_for_a_skill_that_was_never_taught() -> None:
    assert taught().phrases(a_case(900, "printers"), "cooking", 3) == ()


def test_a_merged_skill_is_predicted_under_its_new_name_with_all_it_learned() -> None:
    model, case = taught(), a_case(900, "refunds", tagged=False)
    before = model.predict(case)["refunds"]
    model.merge("refunds", "money-back")
    assert model.predict(case)["money-back"] == pytest.approx(before)
    assert "refunds" not in model.predict(case)


def test_a_skill_merged_twice_is_known_by_its_last_name_only() -> None:
    model = taught()
    model.merge("refunds", "money-back")
    model.merge("money-back", "payments")
    assert "payments" in model.predict(a_case(900, "refunds", tagged=False))


def test_the_same_cases_give_the_same_numbers_to_the_last_bit() -> None:
    case = a_case(900, "refunds", tagged=False)
    assert taught().predict(case) == taught().predict(case)


def test_a_model_continues_from_its_snapshot_with_the_same_numbers() -> None:
    model, restored = taught(30), LinearModel()
    restored.restore(model.snapshot())
    for case in cases(30, start=100):
        model.learn(case)
        restored.learn(case)
    case = a_case(900, "refunds", tagged=False)
    assert restored.predict(case) == model.predict(case)
    assert restored.snapshot() == model.snapshot()


@pytest.mark.parametrize("damage", [lambda state: state[:-1], lambda state: b"other" + state])
def test_a_damaged_snapshot_is_refused(damage: object) -> None:
    state = taught(6).snapshot()
    with pytest.raises(ValueError, match="not a state of this model"):
        LinearModel().restore(damage(state))  # type: ignore[operator]


def test_the_vocabulary_takes_no_more_rows_than_it_may() -> None:
    model = LinearModel()
    model.vocabulary.capacity = 20
    for case in cases(60):
        model.learn(case)
    assert len(model.vocabulary) == 20
    assert len(model.vocabulary.seen_once) <= 40
    assert model.predict(a_case(900, "refunds", tagged=False))


def test_no_more_skills_have_weights_than_may() -> None:
    model = LinearModel()
    model.most_classes = 3
    for case in cases(60):
        model.learn(case)
    before = model.predict(a_case(900, "refunds", tagged=False))
    model.learn(replace(a_case(901, "refunds"), skills=("refunds", *(f"typed {n}" for n in range(49)))))
    model.learn(replace(a_case(902, "refunds"), skills=("typed again",)))
    assert set(model.classes) == {"refunds", "passwords", "printers"}
    assert model.predict(a_case(900, "refunds", tagged=False))["refunds"] > before["refunds"] - 0.01


def test_a_case_with_forty_tags_teaches_a_fortieth_of_each() -> None:
    model = LinearModel()
    tags = tuple(f"skill-{n}" for n in range(40))
    for number in range(20):
        model.learn(replace(a_case(number, "refunds"), skills=tags))
    said = model.predict(a_case(900, "refunds", tagged=False))
    assert said == {tag: pytest.approx(1 / 40, abs=0.01) for tag in tags}
