"""How differences between what is held and the ledger look over HTTP."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from skills.holdings.views import EvidenceView


class HeldState(BaseModel):
    """At which level a skill is held, since when at all and at this level, until when, and why."""

    level: int
    since: datetime
    level_since: datetime
    valid_until: datetime | None
    evidence: EvidenceView


class Difference(BaseModel):
    """A skill that a person holds otherwise than the ledger says. ``held`` is the current state, ``replayed``
    what the ledger comes to; null: not held.
    """

    person_id: str
    skill_id: str
    held: HeldState | None
    replayed: HeldState | None
