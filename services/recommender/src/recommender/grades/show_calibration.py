"""Query: whether the confidence that proposals were made with was the share of them that was right."""

from __future__ import annotations

from pydantic import BaseModel

from recommender.grades import store
from recommender.grades.calibration import Bin, calibration_error
from recommender.grades.precision import share_of
from recommender.grades.views import OfPeriod, ShareView, share_view
from touchline_runtime.transaction import Connection


class ShowCalibration(OfPeriod):
    """Takes the period."""


class BinView(BaseModel):
    """Decided proposals of like confidence: ``said`` is its mean, ``happened`` the share of approved ones."""

    lowest: float
    highest: float
    said: float
    decided: int
    approved: int
    happened: ShareView | None


class CalibrationCurve(BaseModel):
    """At most ten bins of equally many, at least ten in each if there are so many, the lowest confidence
    first. ``error`` is the mean distance of what was said from what happened; null where nothing was decided.
    """

    bins: list[BinView]
    error: float | None


async def show_calibration(conn: Connection, query: ShowCalibration) -> CalibrationCurve:
    """The curve of the decided proposals. Raises Invalid naming ``until``."""
    bins = await store.bins(conn, query.period())
    return CalibrationCurve(bins=[_view(one) for one in bins], error=calibration_error(bins))


def _view(one: Bin) -> BinView:
    return BinView(**one._asdict(), happened=share_view(share_of(one.approved, one.decided)))
