"""How proposals look over HTTP."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from skills.holdings.proposals.proposal import Proposal, State
from touchline_runtime.http import SampleView


class Decided(BaseModel):
    """A proposal just decided."""

    id: str
    state: State
    person_id: str
    skill_id: str

    @classmethod
    def of(cls, proposal: Proposal, state: State) -> Decided:
        """The proposal in its new state."""
        return cls(id=proposal.id, state=state, person_id=proposal.person_id, skill_id=proposal.skill_id)


class ProposalView(Decided):
    """A proposal with its evidence. ``confidence`` is a calibrated probability from 0 to 1."""

    team_id: str | None
    confidence: float
    explanation: str
    samples: tuple[SampleView, ...]
    model_version: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None


class Activity(BaseModel):
    """Something that was done with a proposal. ``actor`` is None for the recommender."""

    kind: str
    actor: str | None
    comment: str
    at: datetime


class ProposalDetail(ProposalView):
    """A proposal with its activity stream, oldest first."""

    activity: list[Activity]
