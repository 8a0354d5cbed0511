"""How the matrix looks over HTTP."""

from __future__ import annotations

from pydantic import BaseModel

from touchline_runtime.http import Page


class Column(BaseModel):
    """A skill."""

    id: str
    name: str
    skill_type: str | None
    category: str | None


class Cell(BaseModel):
    """What a person holds of a skill; without a level, the waiting proposal (``confidence``: 0 to 1)."""

    skill_id: str
    level: int | None
    level_name: str | None
    proposal_id: str | None
    confidence: float | None


class Row(BaseModel):
    """A person with the cells of the columns shown; a skill without a cell can be added."""

    person_id: str
    name: str
    cells: list[Cell]


class Matrix(Page[Row]):
    """Persons by skills. ``next`` leads to more persons, ``next_skills`` to more columns."""

    columns: list[Column]
    next_skills: str | None = None
