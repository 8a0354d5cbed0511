"""Every list is also a CSV file: the same use case, page by page, in bounded memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing
from inspect import Parameter, Signature
from typing import Any, get_args

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from touchline_runtime.auth import Principal
from touchline_runtime.http.cells import header, lines
from touchline_runtime.http.messages import Page, PageQuery, Sheet
from touchline_runtime.http.route import Route
from touchline_runtime.http.run import PATIENCE_SECONDS, message_of
from touchline_runtime.http.signature import parameters_of
from touchline_runtime.transaction import Database

PAGING = frozenset({"after", "before", "limit"})
MOST = 200
"""Rows read at a time: the longest page there is."""


class CsvResponse(StreamingResponse):
    """A file that is written while it is read."""

    media_type = "text/csv"


def is_list(route: Route) -> bool:
    """Whether the route answers pages of a list, which can be a file as well."""
    answer = route.answer
    if route.kind != "query" or not (isinstance(answer, type) and issubclass(answer, Page)):
        return False
    return issubclass(answer, Sheet) or bool(_fields(answer))


def csv_endpoint(route: Route, database: Database) -> Callable[..., Coroutine[Any, Any, Response]]:
    """The endpoint of a list's file. What goes wrong before its first byte is raised as for the list."""
    file = route.path.rsplit("/", 1)[-1].strip("{}")

    async def endpoint(request: Request, **inputs: Any) -> Response:
        by: Principal = request.state.by
        pages = _pages(route, database, message_of(route, by, inputs))
        first = await anext(pages)
        columns = first.columns if isinstance(first, Sheet) else _fields(route.answer)
        named = {"Content-Disposition": f'attachment; filename="{file}.csv"'}
        return CsvResponse(_text(columns, first, pages), headers=named)

    own = Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request)
    endpoint.__signature__ = Signature([own, *parameters_of(route, without=PAGING)])  # type: ignore[attr-defined]
    return endpoint


def _fields(answer: type[Page[Any]]) -> dict[str, str]:
    (item,) = get_args(answer.model_fields["items"].annotation)
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        return {}
    return {name: name for name in item.model_fields}


async def _pages(route: Route, database: Database, message: BaseModel) -> AsyncIterator[Page[Any]]:
    if isinstance(message, PageQuery):
        message = message.model_copy(update={"limit": MOST})
    after: str | None = None
    while True:
        # a connection for each page, so that a slow reader keeps none from others
        async with asyncio.timeout(PATIENCE_SECONDS), database.reading() as conn:
            page = await route.use_case(conn, message)
        assert isinstance(page, Page)
        yield page
        if page.next is None or page.next == after:
            return
        after = page.next
        message = message.model_copy(update={"after": after})


async def _text(
    columns: dict[str, str], first: Page[Any], rest: AsyncIterator[Page[Any]]
) -> AsyncIterator[str]:
    keys = list(columns)
    yield header(columns.values()) + lines(keys, _dumped(first))
    async with aclosing(rest) as pages:  # type: ignore[type-var]
        async for page in pages:
            yield lines(keys, _dumped(page))


def _dumped(page: Page[Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = page.model_dump(mode="json", include={"items"})["items"]
    return items
