"""Runs a route's use case: a query on a plain connection, a command in its transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import asyncpg
import stamina
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from touchline_runtime import idempotency
from touchline_runtime.auth import Principal
from touchline_runtime.http.correlation import traceparent_of
from touchline_runtime.http.if_match import etag_of, etag_of_body
from touchline_runtime.http.route import Route
from touchline_runtime.http.signature import INPUT
from touchline_runtime.http.storable import refuse_beyond_time
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Cause, Database

PATIENCE_SECONDS = 30.0
"""How long a caller waits for a database that hangs, until told to try again."""
_RACES = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)


def message_of(route: Route, by: Principal, inputs: Mapping[str, Any]) -> BaseModel:
    """The command or query of a request. Raises RequestValidationError."""
    given = inputs.get(INPUT)
    values = {name: value for name, value in inputs.items() if name != INPUT}
    if isinstance(given, BaseModel):
        values |= {name: getattr(given, name) for name in given.model_fields_set}
    try:
        message = route.message.model_validate({**values, "by": by}, by_name=True, by_alias=False)
    except ValidationError as error:
        raise RequestValidationError(
            [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_url=False)]
        ) from None
    refuse_beyond_time(message)
    return message


async def answer(
    route: Route, database: Database, request: Request, by: Principal, message: BaseModel
) -> Response:
    """The answer of a query, or of a command once it is committed."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        if route.kind == "query":
            async with database.reading() as conn:
                return _response(route.status, await route.use_case(conn, message))
        key = await idempotency.key_of(request, route.name, by) if route.method == "POST" else None
        return await _committed(route, database, request, message, key)


@stamina.retry(on=_RACES, attempts=4, timeout=5.0, wait_initial=0.01, wait_max=0.2)
async def _committed(
    route: Route, database: Database, request: Request, message: BaseModel, key: idempotency.Key | None
) -> Response:
    cause = Cause(
        id=key.cause_id if key else new_id(),
        scope=route.name,
        correlation_id=request.scope.get("correlation_id"),
        traceparent=traceparent_of(request.headers),
    )
    async with database.transaction(cause) as tx:
        if key and (stored := await idempotency.claim(tx.conn, key, tx.now)):
            return _json(stored.body, stored.status, etag_of_body(stored.body))
        response = _response(route.status, await route.use_case(tx, message))
        if key:
            await idempotency.remember(tx.conn, key, response.status_code, bytes(response.body))
    return response


def _response(status: int, result: BaseModel | None) -> Response:
    if result is None:
        return Response(status_code=204)
    return _json(result.model_dump_json(), status, etag_of(result))


def _json(body: bytes | str, status: int, etag: str | None) -> Response:
    return Response(body, status, {"ETag": etag} if etag else None, media_type="application/json")
