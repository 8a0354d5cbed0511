"""What a coach concludes."""

from __future__ import annotations

from dataclasses import dataclass

from touchline_contracts.coaching import SkillToAdd


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a coach concludes: ``rating`` only where no survey gives it."""

    rating: str | None = None
    skills: tuple[SkillToAdd, ...] = ()
    training: tuple[str, ...] = ()
    comments: str | None = None
