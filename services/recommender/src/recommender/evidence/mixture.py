"""What an agent works on, and what that says about which skills each case of theirs calls for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recommender.evidence.pair_effect import Numbers
from recommender.evidence.recent_case import Chances, RecentCase
from recommender.evidence.shares import Shares

MOST = 250
"""Cases that are weighed together."""

HALF_LIFE = 50.0
"""Cases after which an agent's work says half as much about which skills a case of theirs calls for."""

DOUBT = 4.0
"""So many cases of everybody's usual mixture are added to an agent's own: κ of the Dirichlet prior."""

ROUNDS = 5
"""How often the cases are weighed by the mixture, and the mixture by the cases."""

UNLIKELY = 0.005
"""Chance of a skill that the text did not name: nothing is impossible, or no mixture could bring it back.
Of no skill is everybody's share held to be less: texts are misread that often, and of a skill that is
rarer, many times its share would still be nothing but misreadings."""

_APART = np.abs(np.subtract.outer(np.arange(MOST), np.arange(MOST)))
# A case's own chances must not speak for themselves: 0 on the diagonal.
_NEARNESS = np.where(_APART == 0, 0.0, 0.5 ** (_APART / HALF_LIFE))


def weigh(cases: Sequence[RecentCase], shares: Shares) -> dict[str, Chances]:
    """By skill and number, the chances of an agent's cases, each corrected by what those near it were.

    q ∝ p · θ / π with θ the agent's mixture and π everybody's; θ from the q of the others: expectation
    and maximisation in turns. A tagged case is certain. What the text leaves open goes to a skill that
    nobody named.
    """
    column: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    told: list[float] = []
    for row, case in enumerate(cases):
        for skill, chance in case.chances.items():
            rows.append(row)
            columns.append(column.setdefault(skill, len(column)))
            told.append(max(chance, UNLIKELY))
    read = np.full((len(cases), len(column) + 1), UNLIKELY)
    read[rows, columns] = told
    read[:, -1] = [max(1.0 - sum(case.chances.values()), UNLIKELY) for case in cases]
    read /= read.sum(axis=1, keepdims=True)
    usual = np.array([*(max(shares.of(skill), UNLIKELY) for skill in column), 0.0])
    usual[-1] = max(1.0 - usual.sum(), 0.01)
    chances = _corrected(read, [not case.tags for case in cases], usual)[rows, columns].tolist()
    found: dict[str, Chances] = {skill: {} for skill in column}
    kept = list(found.values())
    for row, number, chance in zip(rows, columns, chances, strict=True):
        kept[number][cases[row].number] = chance
    for case in cases:
        for skill, certain in case.tags.items():
            found[skill][case.number] = certain
    return found


def _corrected(read: Numbers, doubtful: Sequence[bool], usual: Numbers) -> Numbers:
    """Cases × skills: ``read``, where the ``doubtful`` cases are weighed by their neighbours.

    What the others say stays the same in all rounds, and is summed up once.
    """
    open_ = np.flatnonzero(doubtful)
    near = _NEARNESS[open_, : len(read)]
    total = near.sum(axis=1, keepdims=True) + DOUBT
    given, chances = read[open_] / usual / total, read[open_]
    known = read.copy()
    known[open_] = 0.0
    said, near = near @ known + DOUBT * usual, near[:, open_]
    for _ in range(ROUNDS):
        corrected = given * (near @ chances + said)
        chances = corrected / corrected.sum(axis=1, keepdims=True)
    known[open_] = chances
    return known
