"""Where ids come from: derived from their cause, or new and ordered by time."""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID, uuid5

from uuid_utils import uuid7

_NAMESPACE = UUID("6f0e7a52-2f0b-5c9b-9d0a-7a2f7f6c1d11")


def derived_id(*parts: str) -> str:
    """The same id for the same parts (uuid5): a repeated decision is the same decision."""
    return str(uuid5(_NAMESPACE, "\x1f".join(parts)))


def new_id() -> str:
    """A new id that sorts by the time it was made (uuid7)."""
    return str(uuid7())


def lock_number(*parts: str) -> int:
    """A signed 64-bit number for PostgreSQL's advisory locks, the same for the same parts."""
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
