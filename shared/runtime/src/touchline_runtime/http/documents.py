"""The problem document on the wire and in OpenAPI."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Response
from pydantic import BaseModel

from touchline_runtime.errors import Problem

MEDIA_TYPE = "application/problem+json"


class FieldFault(BaseModel):
    """One field at fault: its dotted path, and why."""

    field: str
    reason: str


class ProblemDocument(BaseModel):
    """Why a request was refused (RFC 9457). ``type`` is stable; ``errors`` names fields at fault."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldFault] = []


def respond(problem: Problem) -> Response:
    """The answer for a problem."""
    document = {
        "type": f"/problems/{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": list(problem.errors),
        **problem.members,
    }
    # Input is quoted in reasons: what is no Unicode there must not break the answer.
    body = orjson.dumps(_clean(document))
    return Response(body, problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented problem answers of a route."""
    meanings = {
        401: "No valid token",
        403: "The caller's roles or teams do not reach this far",
        404: "There is no such thing",
        409: "Refused in the present state",
        412: "Changed since the revision that If-Match names: `current` is how it stands now",
        413: "The body is too large",
        422: "A field is wrong: `errors` names it",
        503: "Something this service needs does not answer",
    }
    return {
        status: {
            "description": meanings[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return value
