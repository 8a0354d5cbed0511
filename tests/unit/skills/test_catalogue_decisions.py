"""What the catalogue of skills accepts, and what it refuses."""

from __future__ import annotations

import pytest

from skills.catalogue.define_skill import aliases
from skills.catalogue.skill import GradedSkill, Skill, define, order_levels
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level, SkillChanged, SkillDefined

BASIC = Level(value=1, name="Basic")
EXPERT = Level(value=5, name="Expert")


def test_a_new_skill_is_defined_with_its_levels() -> None:
    skill, event = define(
        Skill("refunds", "Refunds", parent_id="payments"), None, {"payments"}, (BASIC, EXPERT)
    )
    assert skill.revision == 1
    assert isinstance(event, SkillDefined)
    assert (event.skill_id, event.parent_id, event.levels) == ("refunds", "payments", (BASIC, EXPERT))


def test_a_skill_known_only_as_a_tag_is_described_by_hand() -> None:
    tag = Skill("refunds", "refunds", origin="tag")
    skill, event = define(Skill("refunds", "Refunds", category="Money"), tag, set(), (BASIC,))
    assert (skill.revision, skill.origin, skill.category) == (2, "hand", "Money")
    assert isinstance(event, SkillChanged)
    assert event.revision == 2


def test_a_skill_described_by_hand_is_not_defined_again() -> None:
    with pytest.raises(Refusal) as refused:
        define(Skill("refunds", "Refunds"), Skill("refunds", "Refunds"), set(), (BASIC,))
    assert (refused.value.code, refused.value.field) == ("skill-exists", None)


@pytest.mark.parametrize("skill_id", ["", "Refunds", "two words", "++", "-refunds"])
def test_an_id_that_tags_could_not_name_is_refused(skill_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        define(Skill(skill_id, "Refunds"), None, set(), (BASIC,))
    assert refused.value.field == "id"


@pytest.mark.parametrize(
    ("parent", "lineage", "code"),
    [
        ("nobody", set(), "unknown-parent"),
        ("refunds", set(), "cycle"),
        ("payments", {"payments", "refunds"}, "cycle"),
    ],
)
def test_a_parent_must_exist_and_not_stand_below(parent: str, lineage: set[str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        define(
            Skill("refunds", "Refunds", parent_id=parent),
            Skill("refunds", "x", origin="tag"),
            lineage,
            (BASIC,),
        )
    assert (refused.value.code, refused.value.field) == (code, "parent_id")


def test_a_level_type_must_exist() -> None:
    with pytest.raises(Refusal) as refused:
        define(Skill("refunds", "Refunds", level_type_id="stars"), None, set(), ())
    assert refused.value.field == "level_type_id"


def test_a_skill_is_found_by_its_id_and_by_what_a_task_would_call_it() -> None:
    assert aliases(Skill("sk-17", "Card Payments")) == ["sk-17", "card-payments"]
    assert aliases(Skill("refunds", "Refunds")) == ["refunds"]
    assert aliases(Skill("plus", "++")) == ["plus"]


def test_levels_are_put_in_order_of_their_values() -> None:
    assert order_levels([EXPERT, BASIC]) == (BASIC, EXPERT)


@pytest.mark.parametrize(
    "levels",
    [[], [BASIC, Level(value=1, name="Other")], [BASIC, Level(value=2, name="basic")]],
)
def test_a_level_type_has_levels_and_no_two_alike(levels: list[Level]) -> None:
    with pytest.raises(Refusal) as refused:
        order_levels(levels)
    assert refused.value.field == "levels"


@pytest.mark.parametrize(("wanted", "given"), [(None, 1), (0, 1), (1, 1), (4, 1), (5, 5), (9, 5)])
def test_an_award_never_exceeds_the_level_asked_for_unless_it_is_below_the_lowest(
    wanted: int | None, given: int
) -> None:
    assert GradedSkill("refunds", (BASIC, EXPERT)).level_for(wanted).value == given
