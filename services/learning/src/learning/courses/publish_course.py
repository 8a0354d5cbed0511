"""Command: a course joins the catalogue of courses."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from learning.courses import store
from learning.courses.course import Course, Source, publish, reading_minutes
from learning.courses.views import CourseView
from learning.known_skills.store import levels_of_skills
from learning.learning_tasks.assign_waiting_training import assign_waiting_training
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.refusal import Refusal
from touchline_runtime.http import Command, Identifier, LongText, ShortText, SkillAtLevel
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Transaction


def _web_address(text: str) -> str:
    # Shown as a link: other schemes, such as javascript:, must never get that far.
    if not text.startswith(("https://", "http://")):
        raise ValueError("must start with https:// or http://")
    return text


WebAddress = Annotated[ShortText, AfterValidator(_web_address)]


class AwardedSkill(SkillAtLevel):
    """A skill that the course awards, at a level value (none: its lowest)."""

    level: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class PublishCourse(Command):
    """A course to add. A video's length is given; a text's reading time follows from its length."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    source: Source
    id: Identifier | None = None
    url: WebAddress | None = None
    text: LongText | None = None
    description: LongText = ""
    days_to_complete: Annotated[int, Field(ge=1, le=3_650)] = 5
    estimated_minutes: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    skills: Annotated[tuple[AwardedSkill, ...], Field(max_length=100)] = ()

    def draft(self) -> Course:
        """The course as asked for."""
        fields = self.model_dump(exclude={"by", "skills", "id", "estimated_minutes"})
        minutes = self.estimated_minutes or reading_minutes(self.text)
        skills = tuple(SkillToAdd(skill_id=skill.skill_id, level=skill.level) for skill in self.skills)
        return Course(id=self.id or new_id(), skills=skills, estimated_minutes=minutes, **fields)


async def publish_course(tx: Transaction, command: PublishCourse) -> CourseView:
    """Adds the course and opens the training that waited for it. Raises Refusal as ``publish`` says."""
    course = command.draft()
    known = await levels_of_skills(tx.conn, {skill.skill_id for skill in course.skills})
    event = publish(course, known)
    await store.lock_courses(tx.conn)
    if not await store.add_course(tx.conn, course, command.by.person_id, tx.now):
        raise Refusal("course-exists", f"there is a course {course.id!r} already: give this one another id")
    tx.emit(event)
    await assign_waiting_training(tx, course)
    return CourseView.of(course)
