"""Which skills an assessment can give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coaching.known_courses.check_courses import check_courses
from coaching.known_skills.known_skill import Held, KnownSkill, check_skills
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level

IDS = some.sampled_from(["a", "b", "old-a"])
LEVELS = tuple(Level(value=value, name=str(value)) for value in (1, 2, 4))
KNOWN = {id: KnownSkill(id[-1], id.title(), LEVELS) for id in ("a", "b", "old-a")}
WANTED = some.lists(
    some.builds(
        lambda id, level: SkillToAdd(skill_id=id, level=level), IDS, some.none() | some.integers(0, 5)
    ),
    max_size=4,
)
HELD = some.dictionaries(
    some.sampled_from(["a", "b"]),
    some.builds(Held, some.sampled_from([1, 2, 4]), some.sampled_from([None, "this", "other"])),
)


@given(WANTED, HELD)
def test_what_passes_exists_once_at_a_level_it_has_and_above_what_others_gave(
    wanted: list[SkillToAdd], held: dict[str, Held]
) -> None:
    try:
        given = check_skills(wanted, KNOWN, held, "this")
    except Refusal:
        return
    assert len({skill.skill_id for skill in given}) == len(given) == len(wanted)
    for skill in given:
        level = 1 if skill.level is None else skill.level
        assert skill.skill_id in ("a", "b")
        assert level in (1, 2, 4)
        has = held.get(skill.skill_id)
        assert has is None or has.level < level or has.assessment_id == "this"


@given(WANTED, HELD)
def test_where_no_skill_is_known_only_a_repetition_is_refused(
    wanted: list[SkillToAdd], held: dict[str, Held]
) -> None:
    if len({skill.skill_id for skill in wanted}) == len(wanted):
        assert list(check_skills(wanted, None, held, "this")) == wanted
        return
    with pytest.raises(Refusal) as refused:
        check_skills(wanted, None, held, "this")
    assert refused.value.code == "skill-twice"


@given(some.lists(some.sampled_from("abc")))
def test_courses_pass_once_each_when_all_of_them_are_known(wanted: list[str]) -> None:
    assert sorted(check_courses(wanted, None)) == sorted(set(wanted))
    if "c" not in wanted:
        assert check_courses(wanted, {"a", "b"}) == check_courses(wanted, None)
        return
    with pytest.raises(Refusal) as refused:
        check_courses(wanted, {"a", "b"})
    assert refused.value.field == f"training.{wanted.index('c')}"
