"""Where a person and a skill stand after what was decided."""

from __future__ import annotations

import msgspec
import pytest

from recommender.evidence.names import Names
from recommender.standings.standing import Standing, verdict_of
from touchline_contracts.skills import PersonSkillEvent, RejectionLifted, SkillLevelChanged, SkillRemoved
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import a_skill_approved, a_skill_assigned, a_skill_rejected


def after(*events: PersonSkillEvent) -> tuple[bool, bool]:
    standing = Standing("agent", "refunds")
    for event in events:
        standing = standing.after(event)
    return standing.held, standing.rejected


def removed(revision: int, cause: str = "hand") -> SkillRemoved:
    pair = {"person_id": "agent", "skill_id": "refunds"}
    return SkillRemoved(**pair, revision=revision, decided_at=NOW, cause=cause)


def lifted(revision: int) -> RejectionLifted:
    return RejectionLifted(person_id="agent", skill_id="refunds", revision=revision, decided_at=NOW)


def test_an_assigned_skill_is_held_until_it_is_removed() -> None:
    assert after(a_skill_assigned(revision=1)) == (True, False)
    assert after(a_skill_assigned(revision=1), removed(2)) == (False, False)


@pytest.mark.parametrize(
    ("event", "verdict"),
    [
        (removed(1), "skill.removed"),
        (removed(1, "undone"), "skill.undone"),
        (removed(1, "merged"), "skill.merged"),
        (lifted(1), "skill.rejection_lifted"),
    ],
)
def test_the_model_is_told_whether_a_skill_was_taken_away_or_only_went(
    event: PersonSkillEvent, verdict: str
) -> None:
    assert verdict_of(event) == verdict


def test_a_rejection_holds_until_it_is_lifted_whatever_else_happens() -> None:
    rejected = a_skill_rejected(revision=1)
    assert after(rejected) == (False, True)
    assert after(rejected, a_skill_assigned(revision=2), removed(3)) == (False, True)
    assert after(rejected, lifted(2)) == (False, False)


def test_an_older_decision_changes_nothing() -> None:
    assert after(a_skill_rejected(revision=3), lifted(2)) == (False, True)


def test_an_approval_alone_holds_nothing_the_assignment_that_follows_does() -> None:
    assert after(a_skill_approved(revision=1)) == (False, False)
    assert after(a_skill_approved(revision=1), a_skill_assigned(revision=1)) == (True, False)


def test_another_level_means_that_it_is_held() -> None:
    fields = msgspec.structs.asdict(a_skill_assigned(revision=2)) | {"level": 2, "previous_level": 1}
    assert after(SkillLevelChanged(**fields)) == (True, False)


def test_a_skill_is_found_by_id_by_name_and_by_former_ids() -> None:
    names = Names()
    assert names.canonical("Card Payments") == "card-payments"
    assert names.define("SK-1", "Card Payments") == "card-payments"
    assert names.define("SK-1", "Card Payments") is None
    names.define("SK-2", "Payments")
    names.merge("SK-1", "SK-2")
    assert [names.canonical(tag) for tag in ("Card Payments", "SK-1", "SK-2", "payments")] == ["SK-2"] * 4
