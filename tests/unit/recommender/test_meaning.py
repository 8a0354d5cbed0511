"""Meaning: learned from vectors of tagged cases, and weighed against words by what each was worth."""

from __future__ import annotations

import pytest

from recommender.model.fusion import Fusion
from recommender.model.meaning import Meaning
from tests.unit.recommender.small_talk import PHRASES
from tests.unit.recommender.vectors import a_vector

SKILLS = list(PHRASES)


def taught(count: int = 90) -> Meaning:
    meaning = Meaning()
    for n in range(count):
        meaning.learn(a_vector(SKILLS[n % 3], n), (SKILLS[n % 3],))
    return meaning


@pytest.mark.parametrize("skill", SKILLS)
def test_a_vector_near_those_of_a_skill_calls_for_it(skill: str) -> None:
    chances = taught().chances(a_vector(skill, 900))
    assert max(chances, key=lambda known: chances[known]) == skill
    assert chances[skill] > 0.8
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-5)


def test_nothing_is_said_before_anything_was_taught() -> None:
    assert Meaning().chances(a_vector("refunds")) == {}


def test_how_long_a_vector_is_does_not_matter() -> None:
    whole = a_vector("refunds", 900) // 4 * 4
    half, quarter = taught().chances(whole // 2), taught().chances(whole // 4)
    assert half == pytest.approx(quarter, abs=1e-6)


def test_the_same_cases_in_the_same_order_give_the_same_numbers() -> None:
    assert taught().chances(a_vector("refunds", 7)) == taught().chances(a_vector("refunds", 7))


def test_a_case_with_several_tags_teaches_each_of_them() -> None:
    meaning = Meaning()
    for n in range(40):
        meaning.learn(a_vector("refunds", n), ("refunds", "payments"))
        meaning.learn(a_vector("printers", n), ("printers",))
    chances = meaning.chances(a_vector("refunds", 900))
    assert chances["refunds"] > 0.3
    assert chances["payments"] > 0.3


def test_a_merged_skill_is_called_for_by_its_new_name_only() -> None:
    meaning = taught()
    meaning.merge("printers", "passwords")
    meaning.learn(a_vector("printers", 901), ("passwords",))
    chances = meaning.chances(a_vector("printers", 900))
    assert chances.keys() == {"refunds", "passwords"}
    assert chances["passwords"] > 0.8


def test_there_is_room_for_many_skills() -> None:
    meaning = Meaning()
    for n in range(160):
        meaning.learn(a_vector(f"skill {n % 40}", n, noise=0.1), (f"skill {n % 40}",))
    chances = meaning.chances(a_vector("skill 33", 900, noise=0.1))
    assert max(chances, key=lambda known: chances[known]) == "skill 33"


def test_of_very_many_cases_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommender.model.meaning.KEPT", 50)
    meaning = taught(55)
    assert len(meaning.tags) == len(meaning.vectors) == 50
    assert meaning.tags[4] == (SKILLS[54 % 3],)
    assert meaning.tags[5] == (SKILLS[5 % 3],)


def test_no_more_skills_have_weights_than_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommender.model.meaning.MOST_CLASSES", 4)
    meaning = taught()
    meaning.learn(a_vector("refunds", 900), ("refunds", *(f"typed {n}" for n in range(9))))
    before = meaning.learned
    meaning.learn(a_vector("refunds", 901), ("typed again",))
    assert meaning.skills == [*SKILLS, "typed 0"]
    assert meaning.learned == before


def test_until_meaning_was_right_words_alone_count() -> None:
    words = {"refunds": 0.7, "printers": 0.2}
    fused = Fusion().fused(words, {"refunds": 0.1, "printers": 0.9})
    assert fused["refunds"] > fused["printers"]


def test_whoever_is_right_more_often_counts_more() -> None:
    fusion = Fusion()
    words, meaning = {"refunds": 0.6, "printers": 0.4}, {"refunds": 0.1, "printers": 0.9}
    for _ in range(200):
        fusion.learn(words, meaning, ("printers",))
    fused = fusion.fused(words, meaning)
    assert fused["printers"] > 0.8
    assert sum(fused.values()) <= 1.001


def test_words_that_say_nothing_leave_it_to_the_meaning() -> None:
    fusion = Fusion()
    for _ in range(200):
        fusion.learn({}, {"refunds": 0.1, "printers": 0.9}, ("printers",))
    assert fusion.fused({}, {"refunds": 0.9, "printers": 0.1})["refunds"] > 0.5
    assert fusion.fused({}, {}) == {}


def test_a_tag_that_neither_has_met_teaches_no_weights() -> None:
    fusion = Fusion()
    fusion.learn({"refunds": 0.9}, {"refunds": 0.9}, ("cards",))
    assert fusion.blend.weights.tolist() == [1.0, 0.0]
