"""What the overview is made of over HTTP. Null says that there is no data, which is not the same as zero."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel


class MeanView(BaseModel):
    """Hours from opened to resolved of ``n`` tasks of a kind: their mean."""

    kind: str
    hours: float | None
    n: int


class WeekView(BaseModel):
    """An ISO week in UTC, by its Monday. ``open`` and ``users``: at its end; in the week that is not over,
    now. ``users`` of all skills: null in former weeks as long as these are counted after an upgrade.
    """

    monday: date
    users: int | None
    opened: int
    resolved: int
    open: int
    mttr: list[MeanView]


class LevelView(BaseModel):
    """How many hold the skill at this level; ``share`` of all who hold it, from 0 to 1."""

    level_type_id: str
    value: int
    name: str
    holders: int
    share: float


class Overview(BaseModel):
    """``opened`` and ``mttr`` are of the weeks shown, ``open`` is now. ``inferred``: the share of the opened
    tasks that name no skill, so that it was inferred. ``levels``: null for all skills, which do not compare.
    """

    first_day: date
    last_day: date
    kinds: list[str]
    persons: int
    users: int
    coverage: float | None
    experts: int
    experts_on_call: int
    open: int
    opened: int
    inferred: float | None
    mttr: list[MeanView]
    weeks: list[WeekView]
    levels: list[LevelView] | None
