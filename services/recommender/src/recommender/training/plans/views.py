"""What HTTP says of a plan."""

from __future__ import annotations

from pydantic import BaseModel


class GapView(BaseModel):
    """A skill that is lacking, and why. ``level``: from which on a course closes it; null: any.
    ``closed_by``: the plan's courses that do; none where no course that can be assigned does.
    """

    skill_id: str
    name: str
    reason: str
    level: int | None
    closed_by: list[str]


class CourseView(BaseModel):
    """A course of the plan, and the skills whose gaps it closes. ``minutes``: null: it does not say."""

    course_id: str
    title: str
    minutes: int | None
    closes: list[str]


class PlanContent(BaseModel):
    """The gaps, the largest first, and the courses."""

    gaps: list[GapView]
    courses: list[CourseView]
