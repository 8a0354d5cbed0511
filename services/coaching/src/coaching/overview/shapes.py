"""What the overview is made of over HTTP."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from coaching.assessments.assessment import State
from coaching.overview.period import Window

DIFFERENCE = (
    "tasks: of the assessments whose task was closed (or, while it is not, resolved) in the period, whenever "
    "they were completed: how good the work of the period was, as far as it is judged by now. "
    "assessments: of the assessments completed in the period, whenever their task was done, those about a "
    "skill included: what coaches judged in the period."
)
STATES = "Open, work in progress and resolved as they are now; closed complete and incomplete in the period."


class Count(BaseModel):
    """So many assessments; ``behind`` is the path of the list that holds them."""

    n: int
    behind: str


class Figure(Count):
    """The mean quality, 0 to 100, of ``n`` assessments. Null where there are none."""

    average: float | None


class DayFigure(Figure):
    """The quality of a day, in UTC."""

    day: date


class NamedFigure(Figure):
    """The quality of a team or by a survey. ``id`` null: of no team, or by a rating given by hand."""

    id: str | None
    name: str | None


class StateCount(Count):
    """Assessments in a state."""

    state: State


class NamedCount(Count):
    """Assessments of an opportunity. ``id`` null: opened by hand."""

    id: str | None
    name: str | None


class Overview(BaseModel):
    """Both ends of the period are included. ``daily``, ``by_team`` and ``by_survey`` are of the ``window``.

    ``tasks`` and ``assessments`` are the figures of both windows, and ``difference`` says how they differ.
    """

    window: Window
    first_day: date
    last_day: date
    tasks: Figure
    assessments: Figure
    difference: str = DIFFERENCE
    daily: list[DayFigure]
    by_team: list[NamedFigure]
    by_survey: list[NamedFigure]
    by_state: list[StateCount]
    states: str = STATES
    by_opportunity: list[NamedCount]
