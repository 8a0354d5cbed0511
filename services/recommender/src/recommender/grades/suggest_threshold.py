"""Query: from which confidence on proposals were as often right as is wanted."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from recommender.grades import store
from recommender.grades.precision import share_of
from recommender.grades.views import OfPeriod, ShareView, share_view
from recommender.learning_log import store as learning_log
from touchline_runtime.transaction import Connection


class SuggestThreshold(OfPeriod):
    """``precision``: the share of right ones that is wanted of all that are proposed."""

    precision: Annotated[float, Field(gt=0, lt=1)] = 0.9


class ThresholdView(BaseModel):
    """``threshold``: the lowest confidence for which the wanted share of the decided proposals that were at
    least so sure was approved; null: there is none. ``decided``: how many those are, ``precision`` the share
    of them that was approved, ``kept`` their share of all decided ones. ``current``: the threshold that holds
    now; below it nothing was proposed, so nothing is known of a lower one.
    """

    threshold: float | None
    decided: int
    precision: ShareView | None
    kept: float | None
    current: float | None


async def suggest_threshold(conn: Connection, query: SuggestThreshold) -> ThresholdView:
    """What the decisions about the period's proposals say. Raises Invalid naming ``until``."""
    found = await store.reaching(conn, query.period(), query.precision)
    current = (await learning_log.progress(conn)).threshold
    if found is None:
        return ThresholdView(threshold=None, decided=0, precision=None, kept=None, current=current)
    return ThresholdView(
        threshold=found.confidence,
        decided=found.decided,
        precision=share_view(share_of(found.approved, found.decided)),
        kept=found.decided / found.all_decided,
        current=current,
    )
