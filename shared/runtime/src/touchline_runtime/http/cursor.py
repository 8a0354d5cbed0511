"""Cursors: where a page ended, in a text that callers pass back and do not read."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import orjson

from touchline_runtime.errors import Invalid


def encode_cursor(*parts: str) -> str:
    """The cursor for the sort key of a page's last item."""
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode_cursor(text: str, n: int) -> list[str]:
    """The ``n`` parts of a cursor. Raises Invalid, naming ``after``, for any text that is none."""
    try:
        parts = orjson.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except ValueError:
        raise _not_a_cursor() from None
    if not isinstance(parts, list) or len(parts) != n:
        raise _not_a_cursor()
    if not all(isinstance(part, str) and "\0" not in part for part in parts):
        raise _not_a_cursor()
    return parts


def _not_a_cursor() -> Invalid:
    return Invalid("after", "must be the `next` of an earlier page of this list")
