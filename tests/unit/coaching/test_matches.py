"""Matches: which count, and who becomes the coach once the directory has told enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coaching.leads.availability import Availability, Snapshot
from coaching.matches.match import Match, MatchKey, counting
from coaching.matches.rulebook import Rulebook
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities.opportunity import Opportunity
from tests.unit.coaching.examples import AN_OPPORTUNITY
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.testing.events import (
    a_person,
    a_task_assigned,
    a_task_closed,
    a_task_reopened,
    a_task_resolved,
    a_team,
)

KEY = MatchKey("opportunity-1", "CS0001", 0)
WAITING = WaitingMatch(key=KEY, trainee_id="agent", team_id="payments")


def at(position: int, event: TaskEvent) -> Match:
    return Match.of_task(position, event, AN_OPPORTUNITY, "agent")


def test_a_snapshot_older_than_the_stored_one_does_not_count() -> None:
    old = a_task_closed(revision=4)
    assert counting([at(0, old)], [old], {"CS0001": 5}) == []


def test_a_snapshot_of_the_stored_revision_counts() -> None:
    same = a_task_closed(revision=5)
    assert counting([at(0, same)], [same], {"CS0001": 5}) == [at(0, same)]


def test_a_snapshot_older_than_one_before_it_in_the_batch_does_not_count() -> None:
    newer, old = a_task_assigned(revision=7), a_task_closed(revision=4)
    assert counting([at(1, old)], [newer, old], {}) == []


def test_a_snapshot_that_a_later_one_overtakes_counts() -> None:
    closed, reopened = a_task_closed(revision=4), a_task_reopened(revision=7)
    assert counting([at(0, closed)], [closed, reopened], {}) == [at(0, closed)]


def test_a_task_counts_once_for_each_closure() -> None:
    events = [
        a_task_resolved(revision=1),
        a_task_closed(revision=2),
        a_task_closed(revision=5, reopen_count=1),
    ]
    matches = [at(position, event) for position, event in enumerate(events)]
    assert counting(matches, events, {}) == [matches[0], matches[2]]


async def test_a_rule_is_asked_only_about_what_it_watches() -> None:
    book = Rulebook([replace(AN_OPPORTUNITY, kinds=("case",))])
    events = [a_task_resolved(), a_task_closed(kind="incident"), a_task_closed()]
    assert [match.position for match in await book.matches(events)] == [2]


async def test_a_task_without_an_agent_matches_nothing() -> None:
    assert await Rulebook([AN_OPPORTUNITY]).matches([a_task_closed(agent_id=None)]) == []


async def test_a_stored_condition_that_no_longer_compiles_matches_nothing_and_stops_nothing() -> None:
    broken = replace(AN_OPPORTUNITY, id="broken", condition="gone > 1")
    matches = await Rulebook([broken, AN_OPPORTUNITY]).matches([a_task_closed()])
    assert [match.opportunity.id for match in matches] == ["opportunity-1"]


def test_a_match_waits_until_both_trainee_and_team_are_known() -> None:
    half = WAITING.told(a_team())
    assert not WAITING.decidable
    assert not half.decidable
    assert half.told(a_person()).decidable


def test_a_task_without_a_team_waits_only_for_its_trainee() -> None:
    alone = replace(WAITING, team_id=None).told(a_person(manager_id="boss"))
    assert alone.decidable
    assert alone.candidates(AN_OPPORTUNITY) == ("boss",)


def test_others_do_not_matter_to_a_waiting_match() -> None:
    assert WAITING.told(a_person("coach")).told(a_team("billing")) == WAITING


def test_what_was_told_first_counts() -> None:
    first = WAITING.told(a_team(manager_id="first"))
    assert first.told(a_team(manager_id="second", revision=2)) == first


@pytest.mark.parametrize(
    ("team", "person", "coaches"),
    [
        (a_team(manager_id="manager"), a_person(), ("manager",)),
        (a_team(manager_id="agent", additional_manager_ids=("zoe", "ann")), a_person(), ("ann", "zoe")),
        (a_team(manager_id=None), a_person(manager_id="boss"), ("boss",)),
        (a_team(manager_id="agent"), a_person(manager_id="agent"), ()),
        (a_team(manager_id=None), a_person(), ()),
    ],
)
def test_the_teams_managers_may_coach_but_never_the_trainee(
    team: TeamChanged, person: PersonChanged, coaches: tuple[str, ...]
) -> None:
    assert WAITING.told(team).told(person).candidates(AN_OPPORTUNITY) == coaches


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (replace(AN_OPPORTUNITY, coach_rule="named_person", coach_id="coach"), "coach"),
        (replace(AN_OPPORTUNITY, coach_rule="rotation"), "coach"),
        (replace(AN_OPPORTUNITY, coach_rule="task_field", coach_field="attributes.mentor"), "mentor"),
    ],
)
def test_every_rule_finds_its_coach_but_never_the_trainee(rule: Opportunity, expected: str) -> None:
    waiting = replace(WAITING, named_coach_id="mentor").told(a_team(coach_ids=("coach",)))
    assert waiting.candidates(rule) == (expected,)
    assert replace(waiting, trainee_id=expected).candidates(rule) == ()


def test_who_is_known_to_be_inactive_is_left_out_and_a_stale_snapshot_says_nothing() -> None:
    availability = Availability({"gone": Snapshot(3, active=False), "here": Snapshot(1, active=True)})
    availability.told(a_person("gone", revision=2, active=True))
    assert availability.active(("unheard-of", "gone", "here")) == ("unheard-of", "here")
    availability.told(a_person("gone", revision=3, active=True))
    availability.told(a_person("here", revision=2, active=False))
    assert availability.active(("unheard-of", "gone", "here")) == ("unheard-of", "gone")
