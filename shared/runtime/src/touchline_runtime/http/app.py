"""The web application of a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI

from touchline_runtime.auth import Verifier
from touchline_runtime.http import endpoint, problems
from touchline_runtime.http.correlation import Correlated
from touchline_runtime.http.documents import ProblemDocument
from touchline_runtime.http.limit import Limited
from touchline_runtime.http.route import Route
from touchline_runtime.transaction import Database

MAX_BODY_BYTES = 1024 * 1024


def create_app(
    name: str, title: str, routes: Sequence[Route], database: Database, verifier: Verifier
) -> FastAPI:
    """Serves ``routes`` as the API of service ``name``, which a gateway mounts at ``/api/<name>``."""
    root_path = f"/api/{name}"
    app = FastAPI(
        title=title,
        version="1",
        servers=[{"url": root_path}],
        redoc_url=None,
    )
    app.add_middleware(Limited, max_bytes=MAX_BODY_BYTES)
    app.add_middleware(Correlated, root_path=root_path)
    problems.install(app)
    for route in routes:
        # first, so that a path such as /notes/{id} does not take /notes/a.csv for an id
        endpoint.add_csv(app, route, database, verifier)
    for route in routes:
        endpoint.add(app, route, database, verifier)
    _document_problems(app)
    return app


def _document_problems(app: FastAPI) -> None:
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "ProblemDocument" not in schemas:
            schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas["ProblemDocument"] = schema
        return document

    app.openapi = openapi  # type: ignore[method-assign]
