"""Which courses close the gaps in the least time. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from recommender.training.gaps import Gap

UNSAID = 60
"""Minutes that a course counts for which does not say how long it takes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A course that can be assigned. ``skills``: what it awards, by level; None is the lowest one."""

    course_id: str
    title: str
    minutes: int | None
    skills: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A course of a plan, and the skills whose gaps it closes."""

    offer: Offer
    closes: tuple[str, ...]


Best = tuple[int, int, tuple[str, ...]]
"""Minutes, number of courses and their ids: in this order the least is the best."""


def plan_of(gaps: Sequence[Gap], offers: Sequence[Offer]) -> list[Chosen]:
    """The courses, by id, that close every gap that any of the offers closes, in the least minutes; of plans
    that take as long the one with fewer courses, then with the first ids.

    Exact: the best is found for every set of gaps, in 2^gaps × courses steps. Gaps are few (see the policy).
    """
    closing = {offer.course_id: _closed(gaps, offer) for offer in offers}
    useful = [offer for offer in offers if closing[offer.course_id]]
    best: dict[int, Best] = {0: (0, 0, ())}
    wanted = reduce(or_, closing.values(), 0)
    for offer in _not_beaten(useful, closing):
        minutes = _minutes(offer)
        for mask, (took, count, ids) in list(best.items()):
            together = mask | closing[offer.course_id]
            found = (took + minutes, count + 1, tuple(sorted((*ids, offer.course_id))))
            if together != mask and (together not in best or found < best[together]):
                best[together] = found
    by_id = {offer.course_id: offer for offer in useful}
    return [Chosen(by_id[id], _names(gaps, closing[id])) for id in best[wanted][2]]


def _closed(gaps: Sequence[Gap], offer: Offer) -> int:
    """A bit for each gap: whether the course awards the skill, at the level that it takes."""
    mask = 0
    for n, gap in enumerate(gaps):
        if gap.skill_id in offer.skills and (offer.skills[gap.skill_id] or 0) >= (gap.level or 0):
            mask |= 1 << n
    return mask


def _not_beaten(offers: Sequence[Offer], closing: Mapping[str, int]) -> list[Offer]:
    """Without those of which another closes the same or more in less time, or as much and comes first."""
    kept: list[Offer] = []
    for offer in sorted(offers, key=lambda one: (_minutes(one), one.course_id)):
        mask = closing[offer.course_id]
        if not any(mask | closing[other.course_id] == closing[other.course_id] for other in kept):
            kept.append(offer)
    return kept


def _minutes(offer: Offer) -> int:
    return UNSAID if offer.minutes is None else max(offer.minutes, 0)


def _names(gaps: Sequence[Gap], mask: int) -> tuple[str, ...]:
    return tuple(sorted(gap.skill_id for n, gap in enumerate(gaps) if mask >> n & 1))
