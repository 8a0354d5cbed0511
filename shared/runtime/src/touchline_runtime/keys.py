"""The issuer's public keys (JWKS), fetched over HTTP, kept for a while and refreshed on an unknown key."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import httpx
import structlog
from joserfc import jwk
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from touchline_runtime.errors import Unavailable

MAX_AGE_SECONDS = 600.0
MIN_INTERVAL_SECONDS = 5.0

_PUBLIC = ("RSA", "EC", "OKP")

log = structlog.get_logger(__name__)


class PublishedKeys:
    """Fetches ``url`` when its keys are old, or lack the one that a token names.

    Asks at most every MIN_INTERVAL_SECONDS, so that made-up key ids cannot flood the issuer. While the
    issuer does not answer, the keys known so far stay good.
    """

    def __init__(self, url: str, client: httpx.AsyncClient | None = None) -> None:
        self._url = url
        self._client = client or httpx.AsyncClient(timeout=5.0)
        self._keys: KeySet | None = None
        self._fetched_at = self._asked_at = -float("inf")
        self._lock = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    async def for_kid(self, kid: str | None) -> KeySet:
        """The keys, refreshed if need be. Raises Unavailable when there never were any."""
        if not self._knows(kid):
            async with self._lock:
                if not self._knows(kid) and self._may_ask():
                    await self._refresh()
        elif monotonic() - self._fetched_at > MAX_AGE_SECONDS and self._may_ask():
            # Nobody waits for it: an issuer that hangs must not hold up those whose key is known.
            self._asked_at = monotonic()
            self._renewal = asyncio.create_task(self._refresh())
        if self._keys is None:
            raise Unavailable("The issuer's keys could not be fetched, so tokens cannot be checked.")
        return self._keys

    async def aclose(self) -> None:
        """Closes the connections to the issuer."""
        if self._renewal is not None:
            self._renewal.cancel()
        await self._client.aclose()

    def _knows(self, kid: str | None) -> bool:
        return self._keys is not None and (kid is None or any(key.kid == kid for key in self._keys))

    def _may_ask(self) -> bool:
        return monotonic() - self._asked_at >= MIN_INTERVAL_SECONDS

    async def _refresh(self) -> None:
        try:
            response = await self._client.get(self._url)
            response.raise_for_status()
            keys = usable(response.json())
        except (httpx.HTTPError, ValueError) as error:
            log.warning("keys_not_fetched", url=self._url, reason=str(error) or type(error).__name__)
        else:
            self._keys, self._fetched_at = KeySet(keys), monotonic()
        self._asked_at = monotonic()


def usable(document: Any) -> list[Key]:
    """The keys of a JWKS that can be read; others are skipped (RFC 7517, section 5). Raises ValueError."""
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("not a JSON web key set")
    found: list[Key] = []
    for entry in document["keys"]:
        if not isinstance(entry, dict) or entry.get("kty") not in _PUBLIC:
            continue
        try:
            found.append(jwk.import_key(entry))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
    if not found:
        raise ValueError("the key set holds no key that can be used")
    return found
