"""Forwards a request to its service and the answer to its caller, piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import structlog
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from touchline_runtime.errors import NotFound, Problem
from workspace import problems
from workspace.proxy.headers import to_caller, to_service
from workspace.proxy.limits import Limits
from workspace.proxy.paths import path_in_service
from workspace.upstream import Upstream

log = structlog.get_logger(__name__)

IDLE_SECONDS = 3.0
"""Below the 5 s after which services close idle connections: else a request could meet a closing one."""


class TooLarge(Exception):
    """The body has more bytes than the limit."""


class Forwarder:
    """An ASGI endpoint for ``/api/{service}/{path}``."""

    def __init__(self, upstreams: tuple[Upstream, ...], limits: Limits) -> None:
        self._upstreams = {upstream.name: upstream for upstream in upstreams}
        self._limits = limits
        pool = httpx.Limits(max_connections=limits.connections, keepalive_expiry=IDLE_SECONDS)
        self._transport = httpx.AsyncHTTPTransport(limits=pool, trust_env=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, with a problem document where the service cannot."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Problem as problem:
            response = problems.respond(problem)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._transport.aclose()

    async def _answer(self, request: Request) -> Response:
        upstream = self._upstreams.get(name := request.path_params["service"])
        if upstream is None:
            raise NotFound("service", name)
        path = path_in_service(request.scope["raw_path"], upstream.prefix)
        if path is None:
            raise NotFound("path", request.url.path)
        answer = await self._ask(upstream, self._request(request, upstream, path))
        response = StreamingResponse(
            answer.aiter_raw(), answer.status_code, background=BackgroundTask(answer.aclose)
        )
        response.raw_headers = to_caller(answer.headers.raw, service_url=upstream.url, prefix=upstream.prefix)
        return response

    def _request(self, request: Request, upstream: Upstream, path: str) -> httpx.Request:
        query = request.scope["query_string"].decode("latin-1")
        return httpx.Request(
            request.method,
            upstream.at(path) + (f"?{query}" if query else ""),
            headers=to_service(
                request.headers.raw,
                client=request.client.host if request.client else "unknown",
                scheme=request.url.scheme,
                prefix=upstream.prefix,
            ),
            content=self._body(request),
            extensions={"timeout": self._limits.timeouts()},
        )

    def _body(self, request: Request) -> AsyncIterator[bytes] | None:
        announced = request.headers.get("content-length")
        if announced is None and "transfer-encoding" not in request.headers:
            return None
        if announced is not None and int(announced) > self._limits.body:
            raise problems.too_large(self._limits.body)
        return self._counted(request)

    async def _counted(self, request: Request) -> AsyncIterator[bytes]:
        seen = 0
        async for piece in request.stream():
            seen += len(piece)
            if seen > self._limits.body:
                raise TooLarge
            yield piece

    async def _ask(self, upstream: Upstream, request: httpx.Request) -> httpx.Response:
        try:
            return await self._transport.handle_async_request(request)
        except TooLarge:
            raise problems.too_large(self._limits.body) from None
        except (httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError) as error:
            log.warning("service_out_of_reach", upstream=upstream.name, reason=repr(error))
            raise problems.out_of_reach(upstream.title) from None
        except httpx.TimeoutException as error:
            log.warning("service_too_slow", upstream=upstream.name, reason=repr(error))
            raise problems.too_slow(upstream.title) from None
        except httpx.HTTPError as error:
            log.warning("service_broke_off", upstream=upstream.name, reason=repr(error))
            raise problems.broke_off(upstream.title) from None
