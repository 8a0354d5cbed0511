"""Query: the catalogue by name, page by page, with a text filter."""

from __future__ import annotations

from skills.catalogue import store
from skills.catalogue.skill import Origin
from skills.catalogue.views import SkillView
from touchline_runtime.http import Identifier, Page, PageQuery, ShortText, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListSkills(PageQuery):
    """``text`` is looked for in name, id and description, in any case; the other filters are exact.

    ``parent_id`` lists what stands right below a skill, ``roots`` what stands below none; ``active`` true
    leaves out what is retired, false lists only that.
    """

    text: ShortText | None = None
    skill_type: ShortText | None = None
    category: ShortText | None = None
    level_type_id: Identifier | None = None
    parent_id: Identifier | None = None
    roots: bool = False
    origin: Origin | None = None
    active: bool | None = None
    tag: ShortText | None = None


async def list_skills(conn: Connection, query: ListSkills) -> Page[SkillView]:
    """The skills after the cursor."""
    after = decode_cursor(query.after, 2) if query.after else None
    wanted = store.Filter(**query.model_dump(exclude={"by", "after", "limit"}))
    found = await store.list_skills(conn, wanted, after, query.limit + 1)
    page, more = found[: query.limit], len(found) > query.limit
    return Page(
        items=[SkillView.of(skill) for skill in page],
        next=encode_cursor(page[-1].name, page[-1].id) if more else None,
    )
