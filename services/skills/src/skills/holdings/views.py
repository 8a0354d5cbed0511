"""How held skills and ledger entries look over HTTP."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class EvidenceView(BaseModel):
    """Why a person holds a skill: the kind of evidence and the id of the thing itself."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    id: str | None


class HeldSkill(BaseModel):
    """A skill that a person holds: since when at all, since when at this level, and until when (null: without
    end). ``evidence`` is that of the level.
    """

    skill_id: str
    name: str
    level: int
    level_name: str
    since: datetime
    level_since: datetime
    valid_until: datetime | None
    evidence: EvidenceView


class MemberSkill(HeldSkill):
    """A skill that a member of a team held."""

    person_id: str
    person_name: str


class LedgerEntry(BaseModel):
    """One change of what a person holds. ``revision`` counts the decisions about the person. ``reason``: why
    a skill was taken away. ``valid_until``: when what is held from then on ends (null: without end).
    """

    revision: int
    skill_id: str
    kind: str
    level: int | None
    valid_until: datetime | None
    evidence: EvidenceView
    actor: str | None
    at: datetime
    reason: str | None
