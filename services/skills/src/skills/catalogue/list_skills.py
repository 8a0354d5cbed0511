"""Query: the catalogue by name, page by page, with a text filter."""

from __future__ import annotations

from skills.catalogue import store
from skills.catalogue.views import SkillView
from touchline_runtime.http import Page, PageQuery, ShortText, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListSkills(PageQuery):
    """``text`` is looked for in name, id and description, in any case."""

    text: ShortText | None = None


async def list_skills(conn: Connection, query: ListSkills) -> Page[SkillView]:
    """The skills after the cursor."""
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.list_skills(conn, query.text, after, query.limit + 1)
    page, more = found[: query.limit], len(found) > query.limit
    return Page(
        items=[SkillView.of(skill) for skill in page],
        next=encode_cursor(page[-1].name, page[-1].id) if more else None,
    )
