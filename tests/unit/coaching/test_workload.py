"""No flood: whatever comes, nobody is given more than their limit, and a rotation is fair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from coaching.matches.decision import Decision, Outcome, Ready, decide
from coaching.matches.match import MatchKey
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities.opportunity import Opportunity
from coaching.workload.workload import Workload, week_of
from tests.unit.coaching.examples import AN_OPPORTUNITY
from touchline_runtime.testing.events import a_task_closed

CAUSE = a_task_closed()
COACHES = ("ann", "ben", "cleo")
ROTATION = replace(AN_OPPORTUNITY, id="rotation", coach_rule="rotation", coach_weekly_capacity=None)

opportunities = st.builds(
    replace,
    st.just(AN_OPPORTUNITY),
    id=st.sampled_from(("first", "second")),
    coach_rule=st.sampled_from(("team_manager", "rotation")),
    agent_limit=st.none() | st.integers(1, 3),
    coach_weekly_capacity=st.none() | st.integers(1, 4),
)


def a_match(opportunity: Opportunity = ROTATION, trainee: str = "agent", *coaches: str) -> Ready:
    match = WaitingMatch(MatchKey(opportunity.id, "CS0001", 0), trainee, "payments")
    return Ready(CAUSE, opportunity, match, coaches)


matches = st.builds(
    lambda opportunity, trainee, coaches: a_match(opportunity, trainee, *coaches),
    opportunities,
    st.sampled_from(("agent", "operator")),
    st.lists(st.sampled_from(COACHES), unique=True),
)


def fold(ready: Sequence[Ready], workload: Workload) -> list[Decision]:
    return [decide(each, workload) for each in ready]


@given(st.lists(matches, max_size=60))
def test_no_coach_gets_more_than_the_capacity_of_the_opportunity_that_matches(ready: list[Ready]) -> None:
    given_to: Counter[str] = Counter()
    for each, decision in zip(ready, fold(ready, Workload()), strict=True):
        capacity = each.opportunity.coach_weekly_capacity
        if decision.outcome is Outcome.OPENED:
            assert decision.coach_id is not None
            given_to[decision.coach_id] += 1
            assert capacity is None or given_to[decision.coach_id] <= capacity
        elif decision.outcome is Outcome.OVER_CAPACITY:
            assert decision.coach_id is not None
            assert capacity is not None
            assert given_to[decision.coach_id] >= capacity


@given(st.lists(matches, max_size=60))
def test_no_trainee_gets_more_than_the_limit_of_an_opportunity(ready: list[Ready]) -> None:
    given_to: Counter[tuple[str, str]] = Counter()
    for each, decision in zip(ready, fold(ready, Workload()), strict=True):
        place, limit = (each.opportunity.id, each.match.trainee_id), each.opportunity.agent_limit
        if decision.opens:
            given_to[place] += 1
            assert limit is None or given_to[place] <= limit
        elif decision.outcome is Outcome.LIMITED:
            assert limit is not None
            assert given_to[place] >= limit


@given(st.lists(matches, max_size=60))
def test_a_match_without_a_coach_is_opened_unassigned_unless_its_trainee_had_enough(
    ready: list[Ready],
) -> None:
    for each, decision in zip(ready, fold(ready, Workload()), strict=True):
        if not each.coaches:
            assert decision.outcome in (Outcome.NO_COACH, Outcome.LIMITED)
            assert decision.coach_id is None
        else:
            assert decision.outcome is not Outcome.NO_COACH


@given(st.lists(matches, max_size=40), st.integers(0, 40))
def test_it_does_not_matter_where_a_batch_is_cut(ready: list[Ready], cut: int) -> None:
    at_once, in_two = Workload(), Workload()
    first = fold(ready[:cut], in_two)
    again = deepcopy(in_two)
    again.taken = set()
    assert fold(ready, at_once) == first + fold(ready[cut:], again)
    assert (at_once.this_week, at_once.in_period, at_once.turns) == (
        again.this_week,
        again.in_period,
        again.turns,
    )


@given(st.integers(0, 50), st.integers(1, 5))
def test_a_rotation_gives_everybody_the_same_but_for_one(count: int, coaches: int) -> None:
    team = tuple(f"coach-{number}" for number in range(coaches))
    decided = fold([a_match(ROTATION, "agent", *team)] * count, Workload())
    given_to = Counter(decision.coach_id for decision in decided)
    assert all(count // coaches <= given_to[coach] <= count // coaches + 1 for coach in team)


def test_a_rotation_passes_over_who_has_no_room_until_nobody_has() -> None:
    rotation = replace(ROTATION, coach_weekly_capacity=2)
    workload = Workload(this_week={"ann": 2})
    decided = fold([a_match(rotation, "agent", "ann", "ben")] * 3, workload)
    assert [decision.coach_id for decision in decided[:2]] == ["ben", "ben"]
    assert decided[2].outcome is Outcome.OVER_CAPACITY


def test_who_joins_a_rotation_comes_next_but_catches_up_on_nothing() -> None:
    workload = Workload()
    fold([a_match(ROTATION, "agent", "ann", "ben")] * 10, workload)
    later = fold([a_match(ROTATION, "agent", *COACHES)] * 6, workload)
    assert Counter(decision.coach_id for decision in later) == {"ann": 2, "ben": 2, "cleo": 2}


def test_reasons_give_the_figures() -> None:
    rule = replace(AN_OPPORTUNITY, agent_limit=2, coach_weekly_capacity=1)
    decided = fold([a_match(rule, who, "ann") for who in ("a", "b")], Workload())
    assert decided[0].reason == "1 of 1 this week for ann, found by team_manager"
    assert decided[1].reason == "1 of 1 this week for ann, found by team_manager"
    limited = decide(a_match(rule, "a", "ann"), Workload(in_period={(rule.id, "a"): 2}))
    assert limited == Decision(Outcome.LIMITED, "2 of 2 in 30 days for a")


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=11)))).filter(lambda now: now.year > 1))
def test_a_week_begins_on_monday_in_utc(now: datetime) -> None:
    week = week_of(now)
    assert week <= now < week + timedelta(days=7)
    assert (week.isoweekday(), week.hour, week.utcoffset()) == (1, 0, timedelta(0))
    assert week.astimezone(UTC).isocalendar()[:2] == now.astimezone(UTC).isocalendar()[:2]
