"""The web application: which path leads where."""

from __future__ import annotations

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workspace import problems
from workspace.assets_route import AssetsRoute
from workspace.documentation.routes import documentation_routes
from workspace.proxy.forwarder import Forwarder
from workspace.proxy.limits import Limits
from workspace.security import SecurityHeaders
from workspace.status.board import StatusBoard
from workspace.status.routes import status_routes
from workspace.upstream import Upstream

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Workspace:
    """The application with its connections to the services."""

    def __init__(self, upstreams: tuple[Upstream, ...], limits: Limits | None = None) -> None:
        self._client = httpx.AsyncClient(timeout=5.0, trust_env=False)
        self._forwarder = Forwarder(upstreams, limits or Limits())
        board = StatusBoard(upstreams, self._client)
        self.app = Starlette(
            routes=[
                Route("/health/live", _live),
                Route("/health/ready", _ready),
                *status_routes(board),
                *documentation_routes(upstreams),
                AssetsRoute("/assets"),
                Route("/api/{service}", self._forwarder, methods=METHODS),
                Route("/api/{service}/{path:path}", self._forwarder, methods=METHODS),
            ],
            middleware=[Middleware(SecurityHeaders)],
            exception_handlers=problems.HANDLERS,
        )

    async def aclose(self) -> None:
        """Closes the connections to the services."""
        await self._forwarder.aclose()
        await self._client.aclose()


async def _live(_: Request) -> Response:
    return JSONResponse({"service": "workspace", "state": "alive"})


async def _ready(_: Request) -> Response:
    """It can answer without any of the services: it then says which of them does not."""
    return JSONResponse({"ready": True, "reasons": []})
