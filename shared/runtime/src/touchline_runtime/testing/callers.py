"""Callers of a service's HTTP API in the test's own process, with tokens signed by a key of the session."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Protocol

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.responses import JSONResponse

from touchline_runtime.auth import Role, Verifier
from touchline_runtime.http import Route, create_app
from touchline_runtime.keys import PublishedKeys
from touchline_runtime.personas import PERSONAS
from touchline_runtime.transaction import Database

ISSUER, AUDIENCE = "https://issuer.test", "touchline"


class Served(Protocol):
    """What an API is made from: a Service is one."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def routes(self) -> Sequence[Route]: ...


class Issuer:
    """Signs tokens and publishes its key, in this process."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", parameters={"kid": "test", "alg": "ES256", "use": "sig"})
        self.asked = 0

    def token(self, person_id: str, *roles: Role, **claims: object) -> str:
        """A token good for five minutes; ``claims`` replace its own, None leaves one out."""
        now = int(time.time())
        own: dict[str, object] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": person_id,
            "iat": now,
            "exp": now + 300,
            "roles": list(roles),
        }
        given = {name: value for name, value in (own | claims).items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, given, self.key)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers every request with the key set (ASGI)."""
        self.asked += 1
        await JSONResponse(dict(KeySet([self.key]).as_dict()))(scope, receive, send)

    def verifier(self) -> Verifier:
        """Checks this issuer's tokens, fetching its keys over (in-process) HTTP."""
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self))
        return Verifier(issuer=ISSUER, audience=AUDIENCE, keys=PublishedKeys(f"{ISSUER}/jwks", client))


class Api:
    """One service's HTTP API. ``as_`` gives a client for each caller."""

    def __init__(self, app: FastAPI, issuer: Issuer) -> None:
        self.app = app
        self.issuer = issuer
        self._clients: list[httpx.AsyncClient] = []

    def as_(self, person_id: str, *roles: Role) -> httpx.AsyncClient:
        """A caller with these roles; without any, a persona's own, if it is one."""
        token = self.issuer.token(person_id, *(roles or PERSONAS.get(person_id, ())))
        return self.anonymous({"Authorization": f"Bearer {token}"})

    def anonymous(self, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        """A caller without a token."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://service.test", headers=headers)
        self._clients.append(client)
        return client

    async def aclose(self) -> None:
        """Closes all clients."""
        for client in self._clients:
            await client.aclose()


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    """The session's issuer."""
    return Issuer()


@pytest.fixture
async def api(issuer: Issuer) -> AsyncIterator[Callable[[Served, Database], Api]]:
    """Serves an API: ``manager = api(SERVICE, database).as_("manager")``."""
    served: list[Api] = []

    def serve(service: Served, database: Database) -> Api:
        app = create_app(service.name, service.title, service.routes, database, issuer.verifier())
        served.append(Api(app, issuer))
        return served[-1]

    yield serve
    for one in served:
        await one.aclose()
