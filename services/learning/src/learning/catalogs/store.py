"""Every SQL statement about catalogs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.catalogs.views import CatalogView
from touchline_runtime.transaction import Connection

ADD_CATALOG = """
INSERT INTO catalog (id, title, description, owner_id, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (lower(title)) DO NOTHING RETURNING id
"""
ADD_CATALOG_COURSES = """
INSERT INTO catalog_course (catalog_id, course_id) SELECT $1, * FROM unnest($2::text[])
"""
ADD_CATALOG_TEAMS = "INSERT INTO catalog_team (catalog_id, team_id) SELECT $1, * FROM unnest($2::text[])"
CONTAINS_COURSE = """
SELECT EXISTS (SELECT FROM catalog_course WHERE catalog_id = $1 AND course_id = $2)
"""
LIST_CATALOGS = """
WITH mine AS (SELECT team_id FROM team_person WHERE person_id = $1)
SELECT c.id, c.title, c.description, c.owner_id,
    ARRAY(SELECT course_id FROM catalog_course k WHERE k.catalog_id = c.id ORDER BY course_id) AS course_ids,
    ARRAY(SELECT team_id FROM catalog_team t WHERE t.catalog_id = c.id ORDER BY team_id) AS team_ids
FROM catalog c
WHERE (
    $2 OR c.owner_id = $1
    OR EXISTS (SELECT FROM catalog_team t JOIN mine USING (team_id) WHERE t.catalog_id = c.id)
    OR EXISTS (
        SELECT FROM team_person o JOIN mine USING (team_id)
        WHERE o.person_id = c.owner_id AND o.part IN ('manager', 'additional_manager'))
)
  AND (NOT $3 OR c.owner_id = $1)
  AND ($4::text IS NULL OR (c.title, c.id) > ($4, $5::text))
ORDER BY c.title, c.id LIMIT $6
"""
COUNT_CATALOGS = "SELECT count(*) FROM catalog"


async def add_catalog(conn: Connection, catalog: CatalogView, now: datetime) -> bool:
    """Writes a catalog with its courses, which must exist, and teams; False if the title is taken."""
    names = catalog.id, catalog.title, catalog.description, catalog.owner_id
    if await conn.fetchval(ADD_CATALOG, *names, now) is None:
        return False
    await conn.execute(ADD_CATALOG_COURSES, catalog.id, list(catalog.course_ids))
    await conn.execute(ADD_CATALOG_TEAMS, catalog.id, list(catalog.team_ids))
    return True


async def contains_course(conn: Connection, catalog_id: str, course_id: str) -> bool:
    """Whether the course is in the catalog; False also when there is no such catalog."""
    return bool(await conn.fetchval(CONTAINS_COURSE, catalog_id, course_id))


async def list_catalogs(
    conn: Connection, person_id: str, *, see_all: bool, own: bool, after: Sequence[str] | None, limit: int
) -> list[CatalogView]:
    """Catalogs that the person may see, by title: of the person's teams, and of those the owner manages."""
    title, catalog_id = after or (None, None)
    rows = await conn.fetch(LIST_CATALOGS, person_id, see_all, own, title, catalog_id, limit)
    return [CatalogView(**row) for row in rows]
