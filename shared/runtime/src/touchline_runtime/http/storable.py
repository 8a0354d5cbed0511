"""Refuses input that no table of ours can hold, before any use case sees it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

_BIGINT = 2**63
Place = tuple[str | int, ...]


async def refuse_unstorable(request: Request, *, has_body: bool) -> None:
    """Raises RequestValidationError naming each text, number or key that PostgreSQL would refuse."""
    faults = [*_faults(dict(request.path_params), ("path",)), *_faults(_arguments(request), ("query",))]
    if has_body and (body := await _body(request)) is not None:
        faults += _faults(body, ("body",))
    if faults:
        raise RequestValidationError(
            [{"type": "unstorable", "loc": at, "msg": why} for at, why in faults[:20]]
        )


def drop_empty_arguments(request: Request) -> None:
    """Makes ``?state=&team=a`` mean the same as ``?team=a``, as forms send it."""
    given = request.scope["query_string"].decode("latin-1")
    request.scope["query_string"] = urlencode(parse_qsl(given)).encode("latin-1")


def refuse_beyond_time(message: BaseModel) -> None:
    """Raises RequestValidationError naming each time that lies outside the years 1 to 9999 in UTC."""
    faults = [
        {"type": "unstorable", "loc": ("body", name), "msg": "must lie within the years 1 to 9999 in UTC"}
        for name, value in message
        if isinstance(value, datetime) and not _in_utc(value)
    ]
    if faults:
        raise RequestValidationError(faults)


def _arguments(request: Request) -> dict[str, str]:
    return dict(request.query_params)


async def _body(request: Request) -> Any:
    if "json" not in request.headers.get("content-type", "") or not await request.body():
        return None
    try:
        return await request.json()
    except JSONDecodeError as error:
        reason = f"is not valid JSON: {error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError):
        reason = "is JSON with a number too long or nested too deeply to be read"
    raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": reason}])


def _faults(value: Any, at: Place) -> Iterator[tuple[Place, str]]:
    """Depth first without recursion: a body may be nested as deep as the JSON parser allows."""
    waiting: list[tuple[Any, Place]] = [(value, at)]
    while waiting:
        value, at = waiting.pop()
        if isinstance(value, dict):
            waiting += [(inner, (*at, key)) for key, inner in value.items()]
            waiting += [(key, at) for key in value]
        elif isinstance(value, list):
            waiting += [(inner, (*at, index)) for index, inner in enumerate(value)]
        elif (why := _fault(value)) is not None:
            yield at, why


def _fault(value: object) -> str | None:
    if isinstance(value, str):
        if "\0" in value:
            return "must not contain the character NUL"
        return None if _encodes(value) else "must not contain half of a surrogate pair"
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if -_BIGINT <= value < _BIGINT else "must fit in 64 bits"
    if isinstance(value, float):
        return None if math.isfinite(value) else "must be a finite number"
    return None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _in_utc(moment: datetime) -> bool:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return True
