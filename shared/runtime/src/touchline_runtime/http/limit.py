"""Refuses bodies above a size, before and while they are read.

FastAPI has such a limit, but answers in plain text where the size was declared.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from touchline_runtime.errors import Problem


class Limited:
    """ASGI middleware: reading a longer body raises a Problem (413) where it is read."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        total = int(declared) if declared.isdecimal() else 0

        async def limited() -> Message:
            nonlocal total
            if total > self._max_bytes:
                raise self._too_large()
            message = await receive()
            if not declared:
                total += len(message.get("body", b""))
            if total > self._max_bytes:
                raise self._too_large()
            return message

        await self._app(scope, limited, send)

    def _too_large(self) -> Problem:
        detail = f"The body is larger than {self._max_bytes} bytes."
        return Problem(413, "content-too-large", "Content Too Large", detail)
