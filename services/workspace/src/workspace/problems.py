"""What the workspace itself answers when a request cannot be forwarded: problem documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from touchline_runtime.errors import NotFound, Problem
from touchline_runtime.http.documents import respond

__all__ = ["HANDLERS", "broke_off", "out_of_reach", "respond", "too_large", "too_slow"]

UNKNOWN = "Whether it did what was asked is not known; an Idempotency-Key makes a repeat safe."


def out_of_reach(service: str) -> Problem:
    """502: nobody listens there, or nobody takes the connection. Nothing was sent."""
    problem = Problem(502, "out-of-reach", "Bad gateway", f"{service} does not answer. Nothing was changed.")
    problem.headers["Retry-After"] = "5"
    return problem


def broke_off(service: str) -> Problem:
    """502: the connection ended in the middle."""
    detail = f"{service} broke off. {UNKNOWN}"
    return Problem(502, "broke-off", "Bad gateway", detail)


def too_slow(service: str) -> Problem:
    """504: no answer in time."""
    detail = f"{service} took too long. {UNKNOWN}"
    return Problem(504, "too-slow", "Gateway timeout", detail)


def too_large(limit: int) -> Problem:
    """413: more than the workspace forwards."""
    return Problem(413, "too-large", "Content too large", f"At most {limit} bytes are taken in one request.")


async def _of_http(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code != 404:
        code = error.detail.lower().replace(" ", "-")
        problem = Problem(error.status_code, code, error.detail, f"{request.method} is not possible here.")
        problem.headers.update(error.headers or {})
        return respond(problem)
    return respond(NotFound("page", request.url.path))


HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    HTTPException: _of_http
}
