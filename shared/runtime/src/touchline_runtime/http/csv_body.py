"""Commands that may come as the text of a CSV file instead of as JSON."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.datastructures import MutableHeaders
from starlette.types import Message

from touchline_runtime.http.messages import Command

CSV = "text/csv"
DOCUMENTED = {"requestBody": {"content": {CSV: {"schema": {"type": "string", "minLength": 1}}}}}
"""What the OpenAPI document says of such a route besides."""


class FromCsv(Command):
    """``csv`` is the text of the file: the body itself where it is sent as ``text/csv``, in UTF-8."""

    csv: Annotated[str, Field(min_length=1, max_length=1_000_000)]


def is_csv(request: Request) -> bool:
    """Whether the body is said to be CSV."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == CSV


async def as_json(request: Request) -> Request:
    """The same request with the file in JSON. Raises RequestValidationError for a file that is not UTF-8."""
    try:
        text = (await request.body()).decode()
    except UnicodeDecodeError as error:
        reason = f"must be text in UTF-8, which byte {error.start + 1} is not"
        fault = {"type": "unstorable", "loc": ("body", "csv"), "msg": reason}
        raise RequestValidationError([fault]) from None
    body = orjson.dumps({"csv": text})
    scope = {**request.scope, "headers": list(request.scope["headers"])}
    headers = MutableHeaders(scope=scope)
    headers["content-type"], headers["content-length"] = "application/json", str(len(body))

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(scope, receive)
