"""The courses that close all gaps in the least time, and nothing that is not needed for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

from recommender.training.gaps import Gap
from recommender.training.plan import UNSAID, Offer, plan_of


def gaps(*skills: str, level: int | None = None) -> list[Gap]:
    return [Gap(skill, "", 1.0, level) for skill in skills]


def offer(id: str, minutes: int | None, *skills: str, level: int | None = None) -> Offer:
    return Offer(id, id, minutes, dict.fromkeys(skills, level))


def chosen(of: Sequence[Gap], *offers: Offer) -> list[str]:
    return [one.offer.course_id for one in plan_of(of, offers)]


def test_one_long_course_beats_two_that_take_longer_together_and_the_other_way_round() -> None:
    two = offer("a", 60, "p"), offer("b", 60, "q")
    assert chosen(gaps("p", "q"), *two, offer("both", 100, "p", "q")) == ["both"]
    assert chosen(gaps("p", "q"), *two, offer("both", 130, "p", "q")) == ["a", "b"]


def test_the_nearest_step_is_not_always_the_way() -> None:
    """A greedy choice takes c, the best by gap and hour, and needs a or b beside it."""
    offers = offer("a", 60, "p", "q"), offer("b", 60, "r", "s"), offer("c", 58, "q", "r", "x")
    assert chosen(gaps("p", "q", "r", "s"), *offers) == ["a", "b"]


def test_among_plans_of_the_same_time_the_one_with_fewer_courses_and_then_the_first_ids_is_taken() -> None:
    both = offer("z", 120, "p", "q")
    assert chosen(gaps("p", "q"), offer("a", 60, "p"), offer("b", 60, "q"), both) == ["z"]
    assert chosen(gaps("p"), offer("b", 60, "p"), offer("a", 60, "p")) == ["a"]


def test_what_no_course_awards_is_left_and_the_rest_closed() -> None:
    [one] = plan_of(gaps("p", "q"), [offer("a", 10, "p", "other"), offer("b", 1, "other")])
    assert (one.offer.course_id, one.closes) == ("a", ("p",))
    assert plan_of(gaps("p"), []) == plan_of([], [offer("a", 10, "p")]) == []


def test_a_course_that_awards_too_low_a_level_closes_nothing() -> None:
    low, lowest, high = offer("a", 1, "p", level=1), offer("b", 1, "p"), offer("c", 90, "p", level=2)
    assert chosen(gaps("p", level=2), low, lowest, high) == ["c"]
    assert chosen(gaps("p"), low, lowest, high) == ["a"]


def test_a_course_that_does_not_say_how_long_it_takes_counts_as_an_hour() -> None:
    assert chosen(gaps("p"), offer("a", None, "p"), offer("b", UNSAID - 1, "p")) == ["b"]
    assert chosen(gaps("p"), offer("a", None, "p"), offer("b", UNSAID + 1, "p")) == ["a"]


def test_it_is_as_good_as_the_best_of_all_choices() -> None:
    random, skills = Random(5), "pqrst"
    for _ in range(150):
        offers = [
            offer(f"c{n}", random.randint(1, 9) * 10, *random.sample(skills, random.randint(1, 3)))
            for n in range(random.randint(0, 8))
        ]
        reachable = {skill for one in offers for skill in one.skills}
        ways = [
            (sum(one.minutes or 0 for one in some), len(some), sorted(one.course_id for one in some))
            for count in range(len(offers) + 1)
            for some in combinations(offers, count)
            if {skill for one in some for skill in one.skills} == reachable
        ]
        assert chosen(gaps(*skills), *offers) == min(ways)[2]
