"""What an agent works on, and what that says about which skills each case of theirs calls for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recommender.evidence.recent_case import Chances, RecentCase
from recommender.evidence.shares import Shares

MOST = 250
"""Cases that are weighed together."""

HALF_LIFE = 50.0
"""Cases after which an agent's work says half as much about which skills a case of theirs calls for."""

DOUBT = 10.0
"""So many cases of everybody's usual mixture are added to an agent's own: κ of the Dirichlet prior."""

ROUNDS = 5
"""How often the cases are weighed by the mixture, and the mixture by the cases."""

UNLIKELY = 0.003
"""Chance of a skill that the text did not name: nothing is impossible, or no mixture could bring it back."""

_APART = np.abs(np.subtract.outer(np.arange(MOST), np.arange(MOST)))
# A case's own chances must not speak for themselves: 0 on the diagonal.
_NEARNESS = np.where(_APART == 0, 0.0, 0.5 ** (_APART / HALF_LIFE))


def weigh(cases: Sequence[RecentCase], shares: Shares) -> dict[str, Chances]:
    """By number, the chances of an agent's cases, each corrected by what those near it were.

    q ∝ p · θ / π with θ the agent's mixture and π everybody's; θ from the q of the others: expectation
    and maximisation in turns. A tagged case is certain. What the text leaves open goes to a skill that
    nobody named.
    """
    skills = list(dict.fromkeys(skill for case in cases for skill in case.chances))
    column = {skill: n for n, skill in enumerate(skills)}
    read = np.full((len(cases), len(skills) + 1), UNLIKELY)
    for row, case in enumerate(cases):
        for skill, chance in case.chances.items():
            read[row, column[skill]] = max(chance, UNLIKELY)
        read[row, -1] = max(1.0 - sum(case.chances.values()), UNLIKELY)
    read /= read.sum(axis=1, keepdims=True)
    usual = np.array([*(shares.of(skill) for skill in skills), 0.0])
    usual[-1] = max(1.0 - usual.sum(), 0.01)
    tagged = np.array([[bool(case.tags)] for case in cases])
    nearness = _NEARNESS[: len(cases), : len(cases)]
    total = nearness.sum(axis=1, keepdims=True) + DOUBT
    chances = read
    for _ in range(ROUNDS):
        mixture = (nearness @ chances + DOUBT * usual) / total
        corrected = read * (mixture / usual)
        chances = np.where(tagged, read, corrected / corrected.sum(axis=1, keepdims=True))
    found = chances.tolist()
    return {
        case.number: dict(case.tags) or {skill: found[row][column[skill]] for skill in case.read}
        for row, case in enumerate(cases)
    }
