"""How the matrix looks over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from skills.coverage.views import TeamCoverage
from touchline_runtime.http import TwoWayPage


class Column(BaseModel):
    """A skill."""

    id: str
    name: str
    skill_type: str | None
    category: str | None


class Cell(BaseModel):
    """What a person holds of a skill, in the state ``level``; ``recommended``: the waiting proposal
    (``confidence``: 0 to 1).
    """

    skill_id: str
    state: Literal["level", "recommended"]
    level: int | None
    level_name: str | None
    proposal_id: str | None
    confidence: float | None


class Row(BaseModel):
    """A person with the cells of the columns shown; a skill without a cell can be added."""

    person_id: str
    name: str
    cells: list[Cell]


class Matrix(TwoWayPage[Row]):
    """Persons by skills. ``next`` and ``previous`` lead to more persons, ``next_skills`` and
    ``previous_skills`` to more columns. ``teams``: those of the rows shown, whole, whatever the filters.
    """

    columns: list[Column]
    teams: list[TeamCoverage]
    previous_skills: str | None = None
    next_skills: str | None = None
