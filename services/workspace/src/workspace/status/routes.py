"""``/`` and the part of it that changes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from workspace.status.board import StatusBoard
from workspace.status.page import live, page

_NEVER_KEPT = {"Cache-Control": "no-store"}


def status_routes(board: StatusBoard) -> list[BaseRoute]:
    """Open to everybody who reaches the port: figures only, nothing about a person."""

    async def whole(_: Request) -> Response:
        return HTMLResponse(page(await board.figures()), headers=_NEVER_KEPT)

    async def changing(_: Request) -> Response:
        return HTMLResponse(live(await board.figures()), headers=_NEVER_KEPT)

    return [Route("/", whole), Route("/status", changing)]
