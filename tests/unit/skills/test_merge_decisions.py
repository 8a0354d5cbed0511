"""Merging a skill into another, decided without a database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.catalogue.skill import GradedSkill, Skill
from skills.holdings.holdings import Holdings
from skills.merging.merge import merge, move, moved_below
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level, SkillAssigned, SkillRemoved
from touchline_runtime.testing import NOW

VALUES = st.integers(0, 12)
STEPS = st.sets(VALUES, min_size=1, max_size=6)


def graded(values: set[int]) -> GradedSkill:
    return GradedSkill("new", tuple(Level(value=value, name=f"Step {value}") for value in sorted(values)))


def expected(level: int, own: int | None, values: set[int]) -> int:
    """The rule in its own words."""
    below = [value for value in values if value <= level]
    step = max(below) if below else min(values)
    return step if own is None else max(own, step)


@given(level=VALUES, own=st.none() | VALUES, values=STEPS)
def test_a_holder_holds_the_higher_of_the_two(level: int, own: int | None, values: set[int]) -> None:
    levels = {"old": level} | ({} if own is None else {"new": own})
    after, (removed,), raised = move(Holdings("agent", 7, levels), "old", graded(values), "admin", NOW)
    assert isinstance(removed, SkillRemoved)
    assert after.levels == {"new": expected(level, own, values)}
    assert (removed.skill_id, removed.revision, removed.cause) == ("old", 8, "merged")
    if raised is None:
        assert (after.revision, after.levels["new"]) == (8, own)
    else:
        assert (after.revision, raised.revision, raised.level) == (9, 9, after.levels["new"])
        assert isinstance(raised, SkillAssigned) == (own is None)
        assert (raised.evidence.kind, raised.evidence.id) == ("merge", "old")


SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("level", "end", "own", "own_end", "then"),
    [
        (2, SOON, None, None, (2, SOON)),
        (2, None, 1, SOON, (2, None)),
        (2, SOON, 1, LATER, (2, LATER)),
        (2, LATER, 2, SOON, (2, LATER)),
        (2, SOON, 2, None, (2, None)),
        (1, LATER, 2, SOON, (2, SOON)),
        (2, NOW, 1, LATER, (1, LATER)),
        (1, LATER, 2, NOW, (1, LATER)),
        (1, NOW, None, None, None),
    ],
)
def test_a_merged_skill_is_held_until_the_later_end(
    level: int,
    end: datetime | None,
    own: int | None,
    own_end: datetime | None,
    then: tuple[int, datetime | None] | None,
) -> None:
    levels = {"old": level} | ({} if own is None else {"new": own})
    ends = {"old": end, "new": own_end}
    known = {skill: end for skill, end in ends.items() if end is not None}
    after, ended, _ = move(Holdings("agent", 0, levels, known), "old", graded({1, 2}), "admin", NOW)
    held = after.levels.get("new")
    assert (None if held is None else (held, after.valid_until.get("new"))) == then
    assert "old" not in after.levels
    assert "old" in {event.skill_id for event in ended}


@pytest.mark.parametrize(
    ("target", "lineage", "code"),
    [
        (Skill("old", "Old"), {"old"}, "into-itself"),
        (Skill("new", "New", active=False), {"new"}, "skill-retired"),
        (Skill("new", "New", parent_id="old"), {"new", "old"}, "cycle"),
    ],
)
def test_what_would_leave_no_skill_to_hold_is_refused(target: Skill, lineage: set[str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        merge(Skill("old", "Old"), target, lineage)
    assert (refused.value.code, refused.value.field) == (code, "into")


def test_a_skill_may_be_merged_into_the_one_it_stands_below() -> None:
    merged = merge(Skill("old", "Old", parent_id="new", revision=4), Skill("new", "New"), {"new"})
    assert (merged.skill_id, merged.into_skill_id, merged.revision) == ("old", "new", 5)


@pytest.mark.parametrize("active", [True, False])
def test_of_a_retired_child_nothing_is_told(active: bool) -> None:
    child = Skill("child", "Child", parent_id="new", revision=2, active=active)
    assert (moved_below(child, graded({1}).levels) is not None) is active
