"""Descriptions of operations speak of HTTP: whoever calls us knows none of our exceptions."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from touchline_contracts.refusal import Refusal
from touchline_runtime import errors
from touchline_runtime.http import Route
from touchline_runtime.http.description import described

SERVICES = ("coaching", "skills", "learning", "recommender")
OURS = {
    name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)
}
INTERNAL = {*OURS, Refusal.__name__, "ChangedMeanwhile", "Raises"}


def internal_names(route: Route) -> set[str]:
    said = described(route.use_case.__doc__ or route.message.__doc__ or "")
    return {name for name in INTERNAL if name in said.replace(",", " ").replace(".", " ").split()}


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("Adds it.", "Adds it."),
        ("Adds it. Raises NotFound, Forbidden.", "Adds it. Answers 404, 403."),
        ("Raises Refusal naming the field.", "Answers 422 naming the field."),
        ("Adds it.\n\n    Raises ChangedMeanwhile, and Refusal when ``a``\n    is closed.\n    ",
         "Adds it.\n\nAnswers 412, and 409 or 422 when `a`\nis closed."),
    ],
)  # fmt: skip
def test_what_is_raised_becomes_what_is_answered(docstring: str, expected: str) -> None:
    assert described(docstring) == expected


@pytest.mark.parametrize("service", SERVICES)
def test_no_operation_names_an_exception(service: str) -> None:
    routes: tuple[Route, ...] = import_module(f"{service}.routes").ROUTES
    assert {route.name: names for route in routes if (names := internal_names(route))} == {}


def test_an_exception_that_is_named_is_caught() -> None:
    async def use_case(_: object, __: object) -> None:
        """Invalid where there is none."""

    (route, *_) = import_module("coaching.routes").ROUTES
    planted = Route("query", "GET", "/x", use_case, (), 200, route.message, None)
    assert internal_names(planted) == {"Invalid"}
