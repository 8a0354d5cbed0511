"""A proposed skill and the decisions about it: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from skills.catalogue.skill import GradedSkill
from skills.holdings.holdings import Grant, Holdings, grant, signed
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import (
    Evidence,
    HeldSkillEvent,
    RejectionLifted,
    SkillApproved,
    SkillRejected,
)

State = Literal["requested", "approved", "rejected", "lifted", "merged"]
"""``merged``: its skill was merged into one that needed no proposal for the person."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A skill predicted for a person, waiting for a manager or decided by one."""

    id: str
    person_id: str
    skill_id: str
    state: State
    decided_by: str | None = None
    decided_at: datetime | None = None


def approve(
    holdings: Holdings, proposal: Proposal, skill: GradedSkill | None, by: str, at: datetime
) -> tuple[Holdings, SkillApproved, HeldSkillEvent | None]:
    """Grants the skill at its lowest level, unless it is held by now.

    Raises Refusal: ``already-decided``, ``skill-unknown`` (the catalogue has yet to define it),
    ``skill-retired``.
    """
    _refuse_unless(proposal, "requested")
    if skill is None:
        raise Refusal("skill-unknown", f"define the skill {proposal.skill_id!r} first, then approve")
    if not skill.active:
        raise Refusal("skill-retired", f"the skill {skill.id!r} is retired: restore it first, or reject")
    approved = SkillApproved(proposal_id=proposal.id, skill_id=skill.id, **signed(holdings, by, at))
    award = Grant(holdings.person_id, skill.id, None, Evidence(kind="proposal", id=proposal.id), by)
    after, granted = grant(_decided(holdings, proposal), award, skill, at)
    return after, approved, granted


def reject(
    holdings: Holdings, proposal: Proposal, skill_id: str, by: str, at: datetime
) -> tuple[Holdings, SkillRejected]:
    """Keeps the skill from being proposed again. Raises Refusal: ``already-decided``."""
    _refuse_unless(proposal, "requested")
    event = SkillRejected(proposal_id=proposal.id, skill_id=skill_id, **signed(holdings, by, at))
    after = _decided(holdings, proposal)
    return replace(after, rejected=after.rejected | {skill_id}), event


def lift(
    holdings: Holdings, proposal: Proposal, skill_id: str, by: str, at: datetime
) -> tuple[Holdings, RejectionLifted]:
    """Lets the skill be proposed again. Raises Refusal: ``not-rejected``."""
    _refuse_unless(proposal, "rejected")
    event = RejectionLifted(skill_id=skill_id, **signed(holdings, by, at))
    return replace(holdings, revision=event.revision, rejected=holdings.rejected - {skill_id}), event


def _refuse_unless(proposal: Proposal, state: State) -> None:
    if proposal.state == state:
        return
    if state == "rejected":
        raise Refusal("not-rejected", f"the proposal is {proposal.state}; only a rejection can be lifted")
    when = f" at {proposal.decided_at.isoformat()}" if proposal.decided_at else ""
    who = f" by {proposal.decided_by!r}" if proposal.decided_by else ""
    raise Refusal("already-decided", f"the proposal is {proposal.state} already{who}{when}")


def _decided(holdings: Holdings, proposal: Proposal) -> Holdings:
    pending = holdings.pending - {proposal.skill_id}
    return replace(holdings, revision=holdings.revision + 1, pending=pending)
