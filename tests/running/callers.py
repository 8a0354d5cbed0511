"""People who call the services through the gateway."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
from joserfc.jwk import ECKey

from devstack.issuer.token import sign
from touchline_runtime.auth import Role
from touchline_runtime.personas import PERSONAS

BUSY = frozenset({502, 503, 504})


@dataclass
class Caller:
    """One person with a token. Without a person: somebody without a token."""

    client: httpx.AsyncClient

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """The JSON of a GET that succeeds."""
        response = await self.client.get(f"/api{path}", params=query)
        assert response.is_success, f"GET {path}: {response.status_code} {response.text}"
        found: dict[str, Any] = response.json()
        return found

    async def items(self, path: str, **query: str) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        found: list[dict[str, Any]] = []
        after: dict[str, str] = {}
        while True:
            page = await self.get(path, limit="200", **query, **after)
            found += page["items"]
            if page["next"] is None:
                return found
            after = {"after": page["next"]}

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """The JSON of a POST that succeeds."""
        response = await self.client.post(f"/api{path}", json=body)
        assert response.is_success, f"POST {path}: {response.status_code} {response.text}"
        found: dict[str, Any] = response.json()
        return found

    async def insist(self, path: str, **body: Any) -> httpx.Response:
        """A POST that is repeated under one Idempotency-Key until somebody answers it."""
        headers = {"Idempotency-Key": str(uuid4())}
        while True:
            try:
                response = await self.client.post(f"/api{path}", json=body, headers=headers)
            except httpx.TransportError:
                response = None
            if response is not None and response.status_code not in BUSY and response.status_code < 500:
                return response
            await asyncio.sleep(0.3)

    async def status(self, method: str, path: str, **body: Any) -> int:
        """Only the status of an answer."""
        return (await self.client.request(method, f"/api{path}", json=body or None)).status_code

    async def refusal(self, path: str, **body: Any) -> tuple[int, list[str]]:
        """Status and fields at fault of a POST that is refused."""
        response = await self.client.post(f"/api{path}", json=body)
        assert response.headers["content-type"].startswith("application/problem+json"), response.text
        return response.status_code, [error["field"] for error in response.json().get("errors", [])]


class Callers:
    """Signs people in."""

    def __init__(self, gateway: str, key: ECKey) -> None:
        self._gateway = gateway
        self._key = key
        self._clients: list[httpx.AsyncClient] = []

    def as_(self, person_id: str, *roles: Role) -> Caller:
        """A person with these roles; without any, a persona's own."""
        held = roles or PERSONAS[person_id]
        token = sign(self._key, person_id, held, lifetime=timedelta(hours=1))
        return self._caller({"Authorization": f"Bearer {token}"})

    def nobody(self) -> Caller:
        """Somebody without a token."""
        return self._caller({})

    def _caller(self, headers: dict[str, str]) -> Caller:
        client = httpx.AsyncClient(base_url=self._gateway, headers=headers, timeout=30)
        self._clients.append(client)
        return Caller(client)

    async def aclose(self) -> None:
        """Closes all connections."""
        for client in self._clients:
            await client.aclose()
