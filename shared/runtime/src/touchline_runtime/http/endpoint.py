"""Turns a row of the route table into a FastAPI route: sign-in, roles, input, use case, answer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from inspect import Parameter, Signature
from typing import Any

from fastapi import FastAPI, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from touchline_runtime.auth import Principal, Verifier
from touchline_runtime.errors import Forbidden, Unauthorized
from touchline_runtime.http.csv_body import DOCUMENTED, FromCsv, as_json, is_csv
from touchline_runtime.http.description import described
from touchline_runtime.http.documents import respond, responses
from touchline_runtime.http.export import CsvResponse, csv_endpoint, is_list
from touchline_runtime.http.if_match import IfMatch, refuse_unheeded
from touchline_runtime.http.problems import problem_of, unexpected
from touchline_runtime.http.route import Route
from touchline_runtime.http.run import answer, message_of
from touchline_runtime.http.signature import parameters_of
from touchline_runtime.http.storable import drop_empty_arguments, refuse_unstorable
from touchline_runtime.transaction import Database

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
PROBLEMS = (401, 403, 404, 409, 413, 422, 503)
BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT", description="A token of the configured issuer.")


def add_csv(app: FastAPI, route: Route, database: Database, verifier: Verifier) -> None:
    """Serves a list once more as a CSV file, at ``<path>.csv``; a route that is no list is passed over."""
    if not is_list(route):
        return
    app.router.add_api_route(
        f"{route.path}.csv",
        csv_endpoint(route.file or route, database),
        methods=[route.method],
        response_class=CsvResponse,
        response_model=None,
        operation_id=f"{route.name}_csv",
        name=f"{route.name}_csv",
        summary=f"{route.name.replace('_', ' ').capitalize()}, as CSV",
        description="The whole list as a file, a column for each field, written while it is read.",
        tags=[route.tag],
        dependencies=[Security(BEARER)],
        responses=responses(*PROBLEMS),
        route_class_override=guarded_by(route, verifier),
    )


def add(app: FastAPI, route: Route, database: Database, verifier: Verifier) -> None:
    """Serves a route. Raises TypeError if path and message do not fit."""
    app.router.add_api_route(
        route.path,
        _endpoint(route, database),
        methods=[route.method],
        status_code=route.status,
        response_model=route.answer,
        operation_id=route.name,
        name=route.name,
        summary=route.name.replace("_", " ").capitalize(),
        description=described(route.use_case.__doc__ or route.message.__doc__ or ""),
        tags=[route.tag],
        dependencies=[Security(BEARER)],
        responses=responses(*PROBLEMS, *((412,) if issubclass(route.message, IfMatch) else ())),
        openapi_extra=DOCUMENTED if issubclass(route.message, FromCsv) else None,
        route_class_override=guarded_by(route, verifier),
    )


def _endpoint(route: Route, database: Database) -> Callable[..., Coroutine[Any, Any, Response]]:
    async def endpoint(request: Request, **inputs: Any) -> Response:
        by: Principal = request.state.by
        return await answer(route, database, request, by, message_of(route, by, inputs))

    own = Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request)
    endpoint.__signature__ = Signature([own, *parameters_of(route)])  # type: ignore[attr-defined]
    return endpoint


def guarded_by(route: Route, verifier: Verifier) -> type[APIRoute]:
    """A route class that signs in first and reads the body after, and answers whatever goes wrong."""

    class Guarded(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                try:
                    request.state.by = await _admit(request, route, verifier)
                    if route.kind == "query":
                        drop_empty_arguments(request)
                    else:
                        refuse_unheeded(request, route.message)
                    if issubclass(route.message, FromCsv) and is_csv(request):
                        request = await as_json(request)
                    await refuse_unstorable(request, has_body=route.kind == "command")
                    return await handle(request)
                except Exception as error:
                    return respond(
                        problem_of(error) or unexpected(error, request.scope.get("correlation_id", ""))
                    )

            return guarded

    return Guarded


async def _admit(request: Request, route: Route, verifier: Verifier) -> Principal:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized("Send a token of the configured issuer as `Authorization: Bearer …`.")
    by = await verifier.verify(token.strip())
    if route.roles and not by.has(*route.roles):
        raise Forbidden(f"This needs the role {' or '.join(route.roles)}.")
    return by
