"""What cases say about agents: how sure they make us, and how that fades."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from recommender.evidence.agent_record import KEPT, OLDER, RECENT, ROOM
from recommender.evidence.evidence import Evidence
from recommender.evidence.policy import ProposalPolicy
from recommender.model.case import Case

POLICY = ProposalPolicy(half_life_days=100.0)
AT = datetime(2026, 3, 2, tzinfo=UTC)
PAIR = ("agent", "refunds")


def case(number: int, **fields: object) -> Case:
    given = {"number": f"CS{number}", "kind": "case", "agent_id": "agent", "resolved_at": AT} | fields
    return Case(**given)  # type: ignore[arg-type]


def shown(*chances: float, **fields: object) -> Evidence:
    evidence = Evidence()
    for number, chance in enumerate(chances):
        evidence.record(case(number, **fields), number + 1, {"refunds": chance})
    return evidence


def sure(evidence: Evidence) -> float:
    return evidence.confidence("agent", evidence.of(PAIR), POLICY)


def test_more_cases_make_it_surer() -> None:
    grown = [sure(shown(*[0.9] * count)) for count in range(3, 8)]
    assert grown == sorted(grown)
    assert grown[0] < 0.9 < grown[-1]


def test_two_certain_cases_are_never_enough_for_three() -> None:
    assert sure(shown(1.0, 1.0)) == 0.0


def test_a_case_of_one_half_life_ago_counts_half() -> None:
    evidence = shown(1.0, resolved_at=AT - timedelta(days=100))
    evidence.record(case(9), 9, {"printers": 1.0})
    [proof] = evidence.of(PAIR)
    assert proof.weight(evidence.now("agent"), 100.0) == pytest.approx(0.5)


def test_reopened_or_badly_rated_cases_count_less() -> None:
    good, bad = shown(*[1.0] * 5), shown(*[1.0] * 5, outcome=0.5)
    assert sure(bad) < sure(good)


def test_a_later_revision_takes_the_place_of_the_earlier_one() -> None:
    evidence = shown(0.9)
    evidence.record(case(0), 2, {"refunds": 0.4})
    assert [proof.probability for proof in evidence.of(PAIR)] == [0.4]


def test_a_reopened_case_speaks_for_nobody_until_it_is_finished_again() -> None:
    evidence = shown(0.9)
    assert PAIR in evidence.record(case(0, finished=False), 2, {"refunds": 0.9})
    assert evidence.of(PAIR) == ()


def test_a_case_that_went_to_another_agent_speaks_for_that_one() -> None:
    evidence = shown(0.9)
    touched = evidence.record(case(0, agent_id="other"), 2, {"refunds": 0.9})
    assert set(touched) == {PAIR, ("other", "refunds")}
    assert evidence.of(PAIR) == ()


def test_an_agents_other_cases_raise_the_chance_of_a_doubtful_one_and_not_what_its_text_says() -> None:
    alone = shown(0.4)
    among = shown(*[0.9] * 30)
    among.record(case(99), 99, {"refunds": 0.4, "printers": 0.6})
    assert alone.of(PAIR)[-1].chance == pytest.approx(0.4, abs=0.1)
    assert among.of(PAIR)[-1].chance > 0.7
    assert among.of(PAIR)[-1].probability == 0.4


def test_a_case_alone_has_the_chance_that_its_text_gives_it() -> None:
    [proof] = shown(0.6).of(PAIR)
    assert proof.chance == pytest.approx(0.6, abs=0.01)


def test_tagged_cases_of_an_agent_speak_for_their_untagged_ones() -> None:
    evidence = shown(*[0.9] * 20, skills=("refunds",))
    evidence.record(case(99), 99, {"refunds": 0.4, "printers": 0.6})
    assert evidence.of(PAIR)[-1].chance > 0.6
    assert all(proof.chance == 1.0 for proof in evidence.of(PAIR)[:-1])


def test_a_skill_that_was_taken_away_starts_anew() -> None:
    evidence = shown(*[1.0] * 5)
    evidence.take_away(PAIR, 5, AT)
    assert sure(evidence) == 0.0
    assert evidence.of(PAIR) == ()


def test_of_a_skill_that_was_taken_away_only_what_is_known_and_finished_later_counts() -> None:
    evidence = Evidence()
    evidence.take_away(PAIR, 1, AT)
    for number, days in enumerate((-1, 0, 1, 2)):
        evidence.record(
            case(number, resolved_at=AT + timedelta(days=days)), number + 2, {"refunds": 0.9, "printers": 0.1}
        )
    assert [proof.number for proof in evidence.of(PAIR)] == ["CS2", "CS3"]
    assert evidence.clear(PAIR, 0.5) == 2
    assert evidence.clear(("agent", "printers"), 0.1) == 4


def test_what_a_clock_ahead_has_finished_too_late_is_known_to_be_old() -> None:
    evidence = shown(0.9, resolved_at=AT + timedelta(hours=2))
    evidence.take_away(PAIR, 2, AT)
    assert evidence.of(PAIR) == ()


def test_what_was_taken_away_stays_so_under_another_id() -> None:
    evidence = shown(*[0.9] * 5)
    evidence.take_away(PAIR, 6, AT)
    evidence.merge("refunds", "money-back")
    assert evidence.of(("agent", "money-back")) == ()


def test_what_spoke_for_a_merged_skill_speaks_for_the_one_it_is_now() -> None:
    evidence = shown(1.0, 1.0, 1.0, 1.0)
    assert list(evidence.merge("refunds", "money-back")) == [("agent", "money-back")]
    assert len(evidence.of(("agent", "money-back"))) == 4
    assert evidence.of(PAIR) == ()


def test_what_is_kept_is_bounded_and_the_latest() -> None:
    evidence = shown(*[0.9] * 1_000)
    assert len(evidence.of(PAIR)) < RECENT + ROOM + KEPT
    assert evidence.of(PAIR)[-1].number == "CS999"
    assert len(evidence.agent_of_case) < RECENT + ROOM + KEPT
    assert evidence.agent_of_case.keys() == {proof.number for proof in evidence.of(PAIR)}


def test_rare_cases_are_kept_when_hundreds_of_others_have_followed() -> None:
    evidence = Evidence()
    for number in range(1_200):
        rare = number % 150 == 0
        read = {"printers": 0.97} if rare else {"refunds": 0.97}
        evidence.record(case(number), number + 1, read)
    assert evidence.clear(("agent", "printers"), 0.5) == 8
    assert len(evidence.of(("agent", "printers"))) == 8


def test_an_old_case_that_comes_in_a_new_revision_counts_once() -> None:
    evidence = shown(*[0.9] * 320)
    old = evidence.of(PAIR)[0].number
    before = len(evidence.of(PAIR))
    evidence.record(case(int(old[2:])), 999, {"refunds": 0.9})
    numbers = [proof.number for proof in evidence.of(PAIR)]
    assert len(numbers) == len(set(numbers)) == before
    assert numbers[-1] == old


def test_a_skill_that_is_merged_takes_along_what_is_old() -> None:
    evidence = shown(*[0.9] * 320)
    held = len(evidence.of(PAIR))
    evidence.merge("refunds", "money-back")
    assert len(evidence.of(("agent", "money-back"))) == held
    assert evidence.of(PAIR) == ()


def test_older_proofs_are_bounded_whatever_number_of_skills_they_show() -> None:
    evidence = Evidence()
    for number in range(2_000):
        evidence.record(case(number), number + 1, {f"skill-{number % 100}": 0.97})
    proofs = [proof for pair in evidence.pairs() for proof in evidence.of(pair)]
    assert OLDER <= len(proofs) < OLDER + RECENT + ROOM
    assert evidence.agent_of_case.keys() == {proof.number for proof in proofs}
    assert min(proof.position for proof in proofs) > 2_000 - OLDER - RECENT - ROOM
