"""Approving, rejecting and lifting."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from skills.catalogue.skill import GradedSkill
from skills.holdings.holdings import Holdings
from skills.holdings.proposals.proposal import Proposal, State, approve, lift, reject
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Evidence, Level

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REFUNDS = GradedSkill("refunds", (Level(value=1, name="Basic"), Level(value=2, name="Expert")))
WAITING = Holdings("agent", revision=3, pending=frozenset({"refunds"}))


def proposal(state: State = "requested") -> Proposal:
    return Proposal("p1", "agent", "refunds", state)


def test_approval_grants_the_lowest_level_on_the_evidence_of_the_proposal() -> None:
    holdings, approved, granted = approve(WAITING, proposal(), REFUNDS, "manager", AT)
    assert granted is not None
    assert (approved.revision, granted.revision, holdings.revision) == (4, 5, 5)
    assert (granted.level, granted.evidence) == (1, Evidence(kind="proposal", id="p1"))
    assert (holdings.levels, holdings.pending) == ({"refunds": 1}, frozenset())


def test_approval_of_what_is_held_by_now_grants_nothing_more() -> None:
    held = Holdings("agent", revision=3, levels={"refunds": 2}, pending=frozenset({"refunds"}))
    holdings, approved, granted = approve(held, proposal(), REFUNDS, "manager", AT)
    assert granted is None
    assert (approved.revision, holdings.revision, holdings.levels) == (4, 4, {"refunds": 2})


def test_a_skill_that_the_catalogue_lacks_cannot_be_approved_yet() -> None:
    with pytest.raises(Refusal) as refused:
        approve(WAITING, proposal(), None, "manager", AT)
    assert refused.value.code == "skill-unknown"


def test_rejection_marks_the_skill_for_the_person() -> None:
    holdings, rejected = reject(WAITING, proposal(), "refunds", "manager", AT)
    assert (holdings.rejected, holdings.pending) == (frozenset({"refunds"}), frozenset())
    assert (rejected.revision, rejected.proposal_id, rejected.decided_by) == (4, "p1", "manager")


def test_lifting_takes_the_mark_away() -> None:
    marked = Holdings("agent", revision=4, rejected=frozenset({"refunds", "billing"}))
    holdings, lifted = lift(marked, proposal("rejected"), "refunds", "manager", AT)
    assert (holdings.rejected, lifted.revision) == (frozenset({"billing"}), 5)


@pytest.mark.parametrize("state", ["approved", "rejected", "lifted"])
def test_a_decided_proposal_is_not_decided_again(state: State) -> None:
    with pytest.raises(Refusal) as approved:
        approve(WAITING, proposal(state), REFUNDS, "manager", AT)
    with pytest.raises(Refusal) as rejected:
        reject(WAITING, proposal(state), "refunds", "manager", AT)
    assert approved.value.code == rejected.value.code == "already-decided"


@pytest.mark.parametrize("state", ["requested", "approved", "lifted"])
def test_only_a_rejection_can_be_lifted(state: State) -> None:
    with pytest.raises(Refusal) as refused:
        lift(WAITING, proposal(state), "refunds", "manager", AT)
    assert refused.value.code == "not-rejected"
