"""Splits a command or query into path, query, header and body, for FastAPI to read."""

from __future__ import annotations

import re
from inspect import Parameter
from typing import Annotated, Any

from fastapi import Body, Header, Path, Query
from pydantic import BaseModel, ConfigDict, create_model
from pydantic.fields import FieldInfo

from touchline_runtime.http.if_match import FIELD, HEADER, IfMatch
from touchline_runtime.http.route import Route

_PLACEHOLDER = re.compile(r"{(\w+)(?::path)?}")
INPUT = "message"
"""The name of the endpoint's parameter that holds the body or the query parameters."""


def parameters_of(route: Route, without: frozenset[str] = frozenset()) -> list[Parameter]:
    """The endpoint's parameters but those of ``without``.

    Raises TypeError if the path names a field that the message lacks.
    """
    in_path = _PLACEHOLDER.findall(route.path)
    fields = {
        name: field for name, field in route.message.model_fields.items() if name not in {"by", *without}
    }
    if missing := set(in_path) - set(fields):
        raise TypeError(f"{route.name}: {route.message.__name__} has no field {', '.join(sorted(missing))}")
    found = [_path_parameter(name, fields.pop(name)) for name in in_path]
    if issubclass(route.message, IfMatch):
        found.append(_if_match(fields.pop(FIELD)))
    if fields:
        found.append(_input_parameter(route, fields))
    return found


def _path_parameter(name: str, field: FieldInfo) -> Parameter:
    annotation: Any = Annotated[(field.annotation, *field.metadata, Path(description=field.description))]
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation)


def _if_match(field: FieldInfo) -> Parameter:
    header = Header(alias=HEADER, description="The ETag of what you have seen; 412 if it changed since.")
    annotation: Any = Annotated[(field.annotation, *field.metadata, header)]
    return Parameter(FIELD, Parameter.KEYWORD_ONLY, annotation=annotation, default=None)


def _input_parameter(route: Route, fields: dict[str, FieldInfo]) -> Parameter:
    model = _model_of(route, fields)
    if route.kind == "query":
        return Parameter(INPUT, Parameter.KEYWORD_ONLY, annotation=Annotated[model, Query()])
    optional = not any(field.is_required() for field in fields.values())
    return Parameter(
        INPUT,
        Parameter.KEYWORD_ONLY,
        annotation=Annotated[model | None if optional else model, Body()],
        default=None if optional else Parameter.empty,
    )


def _model_of(route: Route, fields: dict[str, FieldInfo]) -> type[BaseModel]:
    # Unknown fields are refused: a misspelt filter or option must not be passed over in silence.
    definitions: dict[str, Any] = {name: (field.annotation, field) for name, field in fields.items()}
    return create_model(
        route.message.__name__,
        __config__=ConfigDict(extra="forbid"),
        __doc__=route.message.__doc__,
        __module__=route.message.__module__,
        **definitions,
    )
