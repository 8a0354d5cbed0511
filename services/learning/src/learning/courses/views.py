"""How courses look over HTTP."""

from __future__ import annotations

from pydantic import BaseModel

from learning.courses.course import Course, Source
from touchline_runtime.http import SkillAtLevel


class CourseView(BaseModel):
    """A course without its text."""

    id: str
    state: str = "published"
    title: str
    source: Source
    url: str | None
    description: str
    days_to_complete: int
    estimated_minutes: int | None
    skills: tuple[SkillAtLevel, ...]
    revision: int

    @classmethod
    def of(cls, course: Course) -> CourseView:
        """The view of a course."""
        return cls(
            id=course.id,
            title=course.title,
            source=course.source,
            url=course.url,
            description=course.description,
            days_to_complete=course.days_to_complete,
            estimated_minutes=course.estimated_minutes,
            skills=course.skills,
            revision=course.revision,
        )


class CourseDetail(CourseView):
    """A course with its text, where it has one of its own."""

    text: str | None
