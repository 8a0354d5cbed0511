"""A service as the workspace meets it: a real HTTP server on this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

EVERY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


@dataclass
class Double:
    """What the service behind says of itself, and what it was asked."""

    ready: int = 200
    lag: int = 0
    asked: int = 0
    pieces: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> Starlette:
        """Echoes, streams, redirects and dawdles."""
        return Starlette(
            routes=[
                Route("/health/ready", self._ready),
                Route("/health/status", self._status),
                Route("/metrics", self._echo),
                Route("/openapi.json", self._document),
                Route("/echo/{rest:path}", self._echo, methods=EVERY),
                Route("/pieces", self._pieces),
                Route("/moved", lambda _: RedirectResponse("/echo/there", 307)),
                Route("/slow", self._slow),
            ]
        )

    async def _ready(self, _: Request) -> Response:
        return JSONResponse({"ready": self.ready == 200, "reasons": []}, self.ready)

    async def _status(self, _: Request) -> Response:
        self.asked += 1
        return JSONResponse({"outbox": 0, "lag": self.lag, "counts": {"assessments": 7}, "secret": "no"})

    async def _document(self, _: Request) -> Response:
        return JSONResponse({"openapi": "3.1.0", "info": {"title": "Double", "version": "1"}, "paths": {}})

    async def _echo(self, request: Request) -> Response:
        body = await request.body()
        told = {
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.url.query,
            "headers": dict(request.headers),
            "body": body.decode(),
        }
        return JSONResponse(told, 201, {"ETag": '"7"', "Connection": "close", "X-Hop": "1"})

    async def _pieces(self, _: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"first "
            await self.pieces.wait()
            yield b"second"

        return StreamingResponse(pieces(), media_type="text/plain")

    async def _slow(self, _: Request) -> Response:
        await asyncio.sleep(30)
        return Response()


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """Serves an application on a free port; its URL."""
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running
