"""Reads which levels a caller asks for: by name or value, exactly or at least."""

from __future__ import annotations

from skills.matrix.levels.store import ANY_LEVEL, Asked, is_level, levels_asked
from skills.matrix.store import Wanted
from touchline_runtime.errors import Invalid
from touchline_runtime.transaction import Connection

HIGHEST = 2**31 - 1


async def read_levels(conn: Connection, wanted: Wanted, level: str | None, min_level: str | None) -> Asked:
    """``level`` exactly, or ``min_level`` and what is above: digits are a value, other text a name.

    Raises Invalid, naming the field, for both at once and for what no level can be.
    """
    if level is not None and min_level is not None:
        raise Invalid("min_level", "cannot be given together with `level`: leave one of them out")
    field, text = ("level", level) if level is not None else ("min_level", min_level)
    if text is None:
        return ANY_LEVEL
    name, value = _read(field, text.strip())
    if name is not None and not await is_level(conn, name):
        raise Invalid(field, "no level type has a level of this name: see `/level-types`, or give a value")
    skills = wanted.skill_id, wanted.skill_type, wanted.category, wanted.text
    return await levels_asked(conn, skills, name, value, field == "min_level")


def _read(field: str, text: str) -> tuple[str | None, int | None]:
    if not (text.isascii() and text.isdigit()):
        return text, None
    if len(text) > 10 or int(text) > HIGHEST:
        raise Invalid(field, f"must be a level's name or a value from 0 to {HIGHEST}")
    return None, int(text)
