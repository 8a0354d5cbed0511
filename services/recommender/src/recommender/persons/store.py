"""Every SQL statement about the persons that the learner was told of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from touchline_runtime.transaction import Connection

FIND = "SELECT id, revision, active FROM known_person WHERE id = ANY($1::text[])"
SAVE = """
INSERT INTO known_person (id, revision, active) SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[])
ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, active = excluded.active
"""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person in one revision; skills are proposed for the active ones."""

    id: str
    revision: int
    active: bool


async def find(conn: Connection, ids: Collection[str]) -> dict[str, KnownPerson]:
    """The known ones among these persons, by id."""
    return {row["id"]: KnownPerson(**row) for row in await conn.fetch(FIND, list(ids))}


async def save(conn: Connection, persons: Collection[KnownPerson]) -> None:
    """Writes persons, one row an id."""
    rows = [(person.id, person.revision, person.active) for person in persons]
    if rows:
        await conn.execute(SAVE, *map(list, zip(*rows, strict=True)))
