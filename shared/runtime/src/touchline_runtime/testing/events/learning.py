"""Courses and learning tasks for tests."""

from __future__ import annotations

from touchline_contracts.learning import CoursePublished, LearningTaskCompleted
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events.making import made


def a_course_published(course_id: str = "course-1", **overrides: object) -> CoursePublished:
    """A course that awards refunds, revision 1."""
    defaults: dict[str, object] = {
        "course_id": course_id,
        "revision": 1,
        "title": "Refunds from the ground up",
        "source": "text",
        "skills": ({"skill_id": "refunds"},),
    }
    return made(CoursePublished, defaults, overrides)


def a_learning_task_completed(**overrides: object) -> LearningTaskCompleted:
    """The agent finished the course, revision 2."""
    defaults: dict[str, object] = {
        "learning_task_id": "learning-task-1",
        "revision": 2,
        "person_id": "agent",
        "course_id": "course-1",
        "completed_at": NOW,
        "skills": ({"skill_id": "refunds"},),
    }
    return made(LearningTaskCompleted, defaults, overrides)
