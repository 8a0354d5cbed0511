"""Cursors: where a page ended, in a text that callers pass back and do not read."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import orjson

from touchline_runtime.errors import Invalid

T = TypeVar("T")
_TOO_LARGE = 2**63


def encode_cursor(*parts: str) -> str:
    """The cursor for the sort key of a page's last item."""
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode_cursor(text: str, n: int, field: str = "after", given_as: str = "next") -> list[str]:
    """The ``n`` parts of a cursor. Raises Invalid, naming ``field``, for any text that is none;
    ``given_as``: what the earlier page called it.
    """
    try:
        parts = orjson.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except ValueError:
        raise _not_a_cursor(field, given_as) from None
    if not isinstance(parts, list) or len(parts) != n:
        raise _not_a_cursor(field, given_as)
    if not all(isinstance(part, str) and "\0" not in part for part in parts):
        raise _not_a_cursor(field, given_as)
    return parts


def read_cursor(text: str | None, n: int, read: Callable[..., T]) -> T | None:
    """What ``read`` makes of a cursor's ``n`` parts; None for the first page, which has none.

    Raises Invalid, naming ``after``, for a text that is no cursor or of whose parts ``read`` raises
    ValueError.
    """
    if text is None:
        return None
    parts = decode_cursor(text, n)
    try:
        return read(*parts)
    except ValueError:
        raise _not_a_cursor() from None


def moment(part: str) -> datetime:
    """The moment that a cursor's part holds. Raises ValueError for any other text."""
    at = datetime.fromisoformat(part)
    if at.tzinfo is None:
        raise ValueError("a moment has an offset")
    return at


def whole_number(part: str) -> int:
    """The number that a cursor's part holds, from 0 to what a bigint holds. Raises ValueError otherwise."""
    if not (part.isascii() and part.isdigit() and len(part) < 20 and int(part) < _TOO_LARGE):
        raise ValueError("a number has digits only")
    return int(part)


def _not_a_cursor(field: str = "after", given_as: str = "next") -> Invalid:
    return Invalid(field, f"must be the `{given_as}` of an earlier page of this list")
