"""Idempotency-Key: a repeated POST gets the first one's answer, from the same transaction as its effects."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from fastapi import Request

from touchline_runtime.auth import Principal
from touchline_runtime.errors import Invalid
from touchline_runtime.ids import derived_id
from touchline_runtime.transaction import Connection, Transaction

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=7)
_VALID = re.compile(r"[\x21-\x7e]{1,200}")

# A concurrent duplicate waits here until the first one ends: then it finds its row, or takes its place.
CLAIM = """
INSERT INTO idempotency_key (principal, route, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING key
"""
LOAD = """
SELECT request_hash, status, body FROM idempotency_key WHERE principal = $1 AND route = $2 AND key = $3
"""
REMEMBER = """
UPDATE idempotency_key SET status = $4, body = $5 WHERE principal = $1 AND route = $2 AND key = $3
"""
FORGET = "DELETE FROM idempotency_key WHERE created_at < $1"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a caller chose for one request, and a hash of that request's path and body."""

    principal: str
    route: str
    key: str
    request_hash: bytes

    @property
    def cause_id(self) -> str:
        """The id that events emitted for this request derive from, the same for each repeat."""
        return derived_id("http", self.principal, self.route, self.key, self.request_hash.hex())


class Stored(NamedTuple):
    """The answer that was given."""

    status: int
    body: bytes


async def key_of(request: Request, route: str, by: Principal) -> Key | None:
    """The request's key, if it has one. Raises Invalid for one that is empty, too long or not ASCII."""
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if not _VALID.fullmatch(given):
        raise Invalid(HEADER, "must be 1 to 200 visible ASCII characters")
    body = await request.body()
    meaning = json.dumps([request.url.path, json.loads(body) if body else None], sort_keys=True)
    return Key(by.person_id, route, given, sha256(meaning.encode()).digest())


async def claim(conn: Connection, key: Key, now: datetime) -> Stored | None:
    """Takes the key for this transaction, or gives the answer stored under it.

    Raises Invalid, naming the header, if the key was used for another request.
    """
    place = (key.principal, key.route, key.key)
    if await conn.fetchval(CLAIM, *place, key.request_hash, now) is not None:
        return None
    row = await conn.fetchrow(LOAD, *place)
    if row is None or row["request_hash"] != key.request_hash:
        raise Invalid(HEADER, "was used for another request; choose a new key for each request")
    return Stored(row["status"], row["body"])


async def remember(conn: Connection, key: Key, status: int, body: bytes) -> None:
    """Stores the answer beside the effects."""
    await conn.execute(REMEMBER, key.principal, key.route, key.key, status, body)


async def forget_old(tx: Transaction) -> None:
    """Drops keys that are older than callers may rely on (KEPT_FOR)."""
    await tx.conn.execute(FORGET, tx.now - KEPT_FOR)
