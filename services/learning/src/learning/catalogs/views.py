"""How catalogs look over HTTP."""

from __future__ import annotations

from pydantic import BaseModel


class CatalogView(BaseModel):
    """A catalog: its courses, and the teams it applies to."""

    id: str
    state: str = "active"
    title: str
    description: str
    owner_id: str
    course_ids: tuple[str, ...]
    team_ids: tuple[str, ...]
