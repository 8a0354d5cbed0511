"""A finished task as the model sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_TEXT = 8_000
"""Characters of the description, and of the resolution notes, that are kept and learned from."""


@dataclass(frozen=True, slots=True)
class Case:
    """One task in one revision. ``skills`` are canonical ids of the tags that its publisher gave it.

    ``outcome`` (0..1] says how much it counts as evidence of skill: less when reopened or badly rated.
    ``finished`` is False while it is reopened: it then speaks for nobody.
    """

    number: str
    kind: str
    agent_id: str | None = None
    team_id: str | None = None
    short_description: str = ""
    text: str = ""
    resolution_notes: str = ""
    link: str | None = None
    category: str | None = None
    product: str | None = None
    channel: str | None = None
    skills: tuple[str, ...] = ()
    resolved_at: datetime | None = None
    outcome: float = 1.0
    finished: bool = True
