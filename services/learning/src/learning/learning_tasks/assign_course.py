"""Command: somebody is to take a course."""

from __future__ import annotations

from pydantic import AwareDatetime

from learning.catalogs.store import contains_course
from learning.courses.course import Course
from learning.courses.store import courses_by_id
from learning.learning_tasks import store
from learning.learning_tasks.learning_task import LearningTask, assigned, due_date
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.auth import Role
from touchline_runtime.directory import persons_of, require_person
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Command, Identifier
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Transaction


class AssignCourse(Command):
    """A course for a person. ``due_at`` defaults to the course's days from now."""

    person_id: Identifier
    course_id: Identifier
    due_at: AwareDatetime | None = None
    catalog_id: Identifier | None = None


async def assign_course(tx: Transaction, command: AssignCourse) -> LearningTaskView:
    """Opens a learning task. Raises Forbidden for a person out of scope, and Invalid or Refusal by field."""
    await require_person(tx.conn, command.by, command.person_id, Role.LEARNING_ADMIN)
    person = (await persons_of(tx.conn, [command.person_id])).get(command.person_id)
    if person is None:
        raise Invalid("person_id", f"no person {command.person_id!r}")
    course = await _course(tx, command)
    task = LearningTask(
        id=new_id(),
        person_id=command.person_id,
        course_id=course.id,
        due_at=due_date(command.due_at, course.days_to_complete, tx.now),
        assigned_by=command.by.person_id,
        catalog_id=command.catalog_id,
    )
    await store.add_task(tx.conn, task, tx.now)
    tx.emit(assigned(task))
    return LearningTaskView.of(task, course.title, tx.now, person.time_zone)


async def _course(tx: Transaction, command: AssignCourse) -> Course:
    course = (await courses_by_id(tx.conn, [command.course_id])).get(command.course_id)
    if course is None:
        raise Invalid("course_id", f"no course {command.course_id!r}")
    if command.catalog_id and not await contains_course(tx.conn, command.catalog_id, course.id):
        raise Invalid("catalog_id", f"no catalog {command.catalog_id!r} that contains the course")
    return course
