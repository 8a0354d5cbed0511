"""What a decision says of the proposal it is about. Pure."""

from __future__ import annotations

from typing import Literal

from touchline_contracts.skills import DecisionUndone, PersonSkillEvent, SkillApproved, SkillRejected

Verdict = Literal["approved", "rejected", "none"]


def verdict_on(event: PersonSkillEvent) -> Verdict | None:
    """The verdict, "none" where one is taken back; None for an event that judges nothing.

    A skill that was assigned by hand, for a course or an assessment says nothing about the proposal that
    waited for it. A rejection that is lifted later, and a skill that is taken away later, were decided.
    """
    if isinstance(event, SkillApproved):
        return "approved"
    if isinstance(event, SkillRejected):
        return "rejected"
    return "none" if isinstance(event, DecisionUndone) else None
