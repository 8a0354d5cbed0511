"""Every SQL statement that finds skills whose time has come."""

from __future__ import annotations

from datetime import datetime

from touchline_runtime.transaction import Connection

DUE = """
SELECT person_id, skill_id FROM held_skill WHERE valid_until <= $1
ORDER BY valid_until, person_id, skill_id LIMIT $2
"""


async def due(conn: Connection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Persons and skills that were held until now or earlier, the earliest first."""
    return [(row["person_id"], row["skill_id"]) for row in await conn.fetch(DUE, now, limit)]
