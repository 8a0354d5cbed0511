"""``/api/<service>/docs``: Swagger UI over the service's own OpenAPI document."""

from __future__ import annotations

from pathlib import Path

import fastapi_offline
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from workspace.documentation.page import documentation_page
from workspace.upstream import Upstream

SWAGGER = Path(fastapi_offline.__file__).parent / "static"
# Swagger UI sets styles on elements and draws its icons from data URLs.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def documentation_routes(upstreams: tuple[Upstream, ...]) -> list[BaseRoute]:
    """A page for each service, and what the pages are made of."""
    pages: list[BaseRoute] = [_page(upstream) for upstream in upstreams]
    return [*pages, Mount("/swagger", StaticFiles(directory=SWAGGER), name="swagger")]


def _page(upstream: Upstream) -> Route:
    async def show(_: Request) -> Response:
        return HTMLResponse(documentation_page(upstream), headers={"Content-Security-Policy": POLICY})

    return Route(f"{upstream.prefix}/docs", show)
