"""What use cases take from HTTP and what lists answer."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from touchline_runtime.auth import Principal

T = TypeVar("T")

LONGEST_CURSOR = 10_000
"""Characters: a short text and some ids of the longest, in whatever script, fit in."""


class Command(BaseModel):
    """A wish to change something. ``by`` is who asks: from the token, never from the body."""

    model_config = ConfigDict(frozen=True)

    by: Principal


class Query(BaseModel):
    """A question. ``by`` is who asks: from the token."""

    model_config = ConfigDict(frozen=True)

    by: Principal


Cursor = Annotated[str, Field(max_length=LONGEST_CURSOR)]
"""What an earlier answer said that the next one begins after."""


class PageQuery(Query):
    """A question answered in pages: ``after`` is the ``next`` of the page before."""

    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class TwoWayQuery(PageQuery):
    """A question answered in pages that lead back too: ``before`` is the ``previous`` of the page after."""

    before: Cursor | None = None


class Page(BaseModel, Generic[T]):
    """One page of a list. ``next`` is null on the last one."""

    items: list[T]
    next: str | None = None


class TwoWayPage(Page[T]):
    """One page of a list that leads back as well. ``previous`` is null on the first one."""

    previous: str | None = None


class Sheet(Page[dict[str, str | None]]):
    """One page of a table whose columns depend on what is asked: ``columns`` by their keys in the items, with
    their headings. A file has the columns of its first page.
    """

    columns: dict[str, str]
