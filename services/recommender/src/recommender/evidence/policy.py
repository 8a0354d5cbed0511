"""When evidence is enough to propose a skill: the named values that an operator may set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProposalPolicy:
    """``threshold``: confidence (0..1) from which a skill is proposed.

    ``cases``: how many cases must have called for the skill. ``clear``: probability from which one case
    counts as a sample. ``half_life_days``: after so many days a case counts half. ``weekly_cap``: proposals
    for one team in seven days. ``samples``: cases shown with a proposal, at most 20.
    """

    threshold: float = 0.8
    cases: int = 3
    clear: float = 0.5
    half_life_days: float = 365.0
    weekly_cap: int = 25
    samples: int = 3
