"""Every answer that is not a success, as a problem document (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from touchline_contracts.envelope import MalformedEvent
from touchline_contracts.refusal import Refusal
from touchline_runtime.errors import Conflict, FieldError, Invalid, Problem, Unavailable
from touchline_runtime.failures import is_transient
from touchline_runtime.http.documents import respond
from touchline_runtime.outbox import EventTooLarge

log = structlog.get_logger(__name__)


def problem_of(error: Exception) -> Problem | None:
    """The problem that an exception stands for; None if it was not expected."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refusal):
        if error.field is not None:
            return Invalid(error.field, error.detail, error.code)
        return Conflict(error.code, error.detail)
    if isinstance(error, RequestValidationError):
        return invalid(error.errors())
    if isinstance(error, EventTooLarge | MalformedEvent):
        return Invalid("body", str(error))
    if isinstance(error, HTTPException):
        return _plain(error)
    return _of_database(error)


def invalid(faults: Sequence[Any]) -> Problem:
    """422 with every field at fault, as pydantic reports them."""
    errors = tuple(FieldError(field=_field(fault["loc"]), reason=fault["msg"]) for fault in faults)
    names = ", ".join(dict.fromkeys(error["field"] for error in errors))
    return Problem(422, "invalid", "Invalid request", f"Please correct: {names}.", errors)


def _of_database(error: Exception) -> Problem | None:
    if is_transient(error):
        log.warning("database_out_of_reach", reason=str(error) or type(error).__name__)
        return Unavailable("The database does not answer. Nothing is known to be changed; please try again.")
    found = _of_input(error)
    if found is not None:
        # It passed the model but no column: the caller's to correct, ours to say by name one day.
        log.warning("input_refused_by_database", exc_info=error)
    return found


def _of_input(error: Exception) -> Problem | None:
    if isinstance(error, asyncpg.UniqueViolationError):
        return Conflict("already-exists", "Something with the same name or key exists already.")
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return Invalid("body", "names something that does not exist, or that is still in use")
    if isinstance(error, asyncpg.DataError | OverflowError) and not _is_mistake(error):
        return Invalid("body", "a value is out of range or badly formed")
    return None


def _is_mistake(error: Exception) -> bool:
    """Whether our own statement is at fault: a wrong type of argument, or a division by nothing."""
    return isinstance(error, asyncpg.DivisionByZeroError) or "(expected " in str(error)


def unexpected(error: Exception, correlation_id: str) -> Problem:
    """500 without internals: those are in the log, under the correlation id."""
    log.error("unexpected_error", exc_info=error)
    detail = f"Something went wrong here. Please quote {correlation_id} when you report it."
    return Problem(500, "unexpected", "Unexpected error", detail)


def install(app: FastAPI) -> None:
    """Answers what is refused outside the routes: unknown paths, methods, bodies too large."""

    async def handle(request: Request, error: Exception) -> Response:
        return respond(problem_of(error) or unexpected(error, request.scope.get("correlation_id", "")))

    for kind in (HTTPException, RequestValidationError, Problem, Exception):
        app.add_exception_handler(kind, handle)


def _plain(error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    problem = Problem(status.value, _code(status), status.phrase, error.detail)
    problem.headers.update(error.headers or {})
    return problem


def _code(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "-")


def _field(place: Sequence[str | int]) -> str:
    inner = place[1:] if place and place[0] in ("body", "query", "path", "header") else place
    return ".".join(str(part) for part in inner) or str(place[0] if place else "body")
