"""What HTTP says of proposals and what became of them."""

from __future__ import annotations

from typing import Any

from asyncpg import Record
from pydantic import AwareDatetime, BaseModel

from recommender.grades.precision import Share, share_of
from recommender.grades.store import Period
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Query


class OfPeriod(Query):
    """Proposals made from ``since`` on, ``until`` (exclusive). Ends that are not given do not restrict."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None

    def period(self) -> Period:
        """The period. Raises Invalid, naming ``until``, where it ends before it begins."""
        if self.since and self.until and self.until <= self.since:
            raise Invalid("until", "must be later than since")
        return Period(self.since, self.until)


class ShareView(BaseModel):
    """A share of 0..1, and between what it lies with 95 % confidence (Wilson's interval)."""

    value: float
    low: float
    high: float


class Counts(BaseModel):
    """Proposals by what became of them. ``precision`` is the share of ``approved`` among the decided ones.

    ``settled_otherwise``: the skill was given in another way, or the proposal withdrawn, before anybody
    decided. ``said`` is the mean confidence of the decided ones: what ``precision`` should be. Null: no data.
    """

    proposed: int
    waiting: int
    approved: int
    rejected: int
    settled_otherwise: int
    precision: ShareView | None
    said: float | None


def share_view(share: Share | None) -> ShareView | None:
    """As HTTP shows it."""
    return None if share is None else ShareView(**share._asdict())


def counts_of(row: Record) -> dict[str, Any]:
    """A row's figures, with the precision they make."""
    precision = share_of(row["approved"], row["approved"] + row["rejected"])
    return {**row, "precision": share_view(precision)}
