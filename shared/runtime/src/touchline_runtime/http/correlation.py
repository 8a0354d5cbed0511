"""Gives each request its correlation id, which logs, answers and emitted events then carry."""

from __future__ import annotations

import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from touchline_runtime import metrics
from touchline_runtime.ids import new_id

log = structlog.get_logger("touchline_runtime.http")
_PRINTABLE = re.compile(r"[\x21-\x7e]{1,200}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")


def correlation_of(headers: Headers) -> str:
    """The caller's ``x-correlation-id``, else the trace id of its ``traceparent``, else a new id."""
    given = headers.get("x-correlation-id", "")
    if _PRINTABLE.fullmatch(given):
        return given
    trace = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    return trace.group(1) if trace else new_id()


def traceparent_of(headers: Headers) -> str | None:
    """The caller's W3C trace context, if it is well formed."""
    given = headers.get("traceparent", "")
    return given if _TRACEPARENT.fullmatch(given) else None


class Correlated:
    """ASGI middleware: binds the correlation id, and logs and measures each request."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Where the gateway mounts us: links of the API's own pages start there.
        scope["root_path"] = self._root_path
        scope["correlation_id"] = correlation = correlation_of(Headers(scope=scope))
        status = 500
        started = time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-correlation-id"] = correlation
            await send(message)

        with structlog.contextvars.bound_contextvars(correlation_id=correlation):
            try:
                await self._app(scope, receive, answer)
            finally:
                self._measure(scope, status, time.perf_counter() - started)

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "")
        metrics.HTTP_SECONDS.labels(scope["method"], route, str(status)).observe(seconds)
        if not route.startswith(("/health", "/metrics")):
            log.info("request", method=scope["method"], route=route, status=status, seconds=round(seconds, 4))
