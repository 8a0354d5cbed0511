"""How proposals look over HTTP."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from skills.holdings.proposals.proposal import Proposal, State
from skills.holdings.proposals.undo.undo import undo_until
from touchline_runtime.http import SampleView


class Decided(BaseModel):
    """A proposal just decided. ``undo_until``: the last moment to undo that; null if nothing is to undo."""

    id: str
    state: State
    person_id: str
    skill_id: str
    undo_until: datetime | None = None

    @classmethod
    def of(cls, proposal: Proposal, state: State, at: datetime) -> Decided:
        """The proposal in the state that it has had from ``at`` on."""
        return cls(
            id=proposal.id,
            state=state,
            person_id=proposal.person_id,
            skill_id=proposal.skill_id,
            undo_until=undo_until(state, at),
        )


class Undecided(BaseModel):
    """A proposal that a decision about many left as it was: why, as the same decision alone would say."""

    id: str
    code: str
    detail: str


class DecidedTogether(BaseModel):
    """What became of each id of a decision about many: it is in exactly one of the two lists."""

    decided: list[Decided]
    undecided: list[Undecided]


class ProposalView(Decided):
    """A proposal with its evidence. ``confidence`` is a calibrated probability from 0 to 1.

    ``sample_count`` says how many samples there are: a confidence from two cases reads as one.
    ``counter_case`` is the person's case that speaks most against it; null where none is known.
    """

    team_id: str | None
    confidence: float
    explanation: str
    samples: tuple[SampleView, ...]
    sample_count: int
    counter_case: SampleView | None
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
