"""Pages that lead on and back: where one begins or ends, and what lies on either side of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from touchline_runtime.errors import Invalid
from touchline_runtime.http.cursor import decode_cursor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: right after the sort key ``parts``, or right before it if ``back``. No parts: at the
    beginning.
    """

    parts: Sequence[str] | None = None
    back: bool = False


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """A page in its list's order, with the cursors to the pages on either side."""

    items: Sequence[T]
    previous: str | None
    next: str | None


def place_of(after: str | None, before: str | None, n: int, of: str = "") -> Place:
    """The place that one of two cursors of ``n`` parts names. ``of``: the suffix of their fields.

    Raises Invalid, naming the field, for both at once and for a text that is no cursor.
    """
    if after is not None and before is not None:
        raise Invalid(f"before{of}", f"cannot be given together with `after{of}`: leave one of them out")
    if before is not None:
        return Place(decode_cursor(before, n, f"before{of}", f"previous{of}s" if of else "previous"), True)
    if after is not None:
        return Place(decode_cursor(after, n, f"after{of}", f"next{of}s" if of else "next"))
    return Place()


def cut(found: Sequence[T], place: Place, limit: int, cursor: Callable[[T], str]) -> Cut[T]:
    """The page of at most ``limit`` of ``found``: one more than that where there are more, read away from
    ``place``, so backwards where it leads back.
    """
    more, items = len(found) > limit, found[:limit]
    if place.back:
        items = items[::-1]
    if not items:
        return Cut(items, None, None)
    earlier = more if place.back else place.parts is not None
    later = place.back or more
    return Cut(items, cursor(items[0]) if earlier else None, cursor(items[-1]) if later else None)
