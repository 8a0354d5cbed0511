"""A course and what makes one complete: pure decisions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.learning import CoursePublished
from touchline_contracts.refusal import Refusal

Source = Literal["video", "article", "free_form", "external"]
WORDS_PER_MINUTE = 238
"""Silent reading of non-fiction: Brysbaert, "How many words do we read per minute?", 2019."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course. ``days_to_complete`` counts from the assignment; ``estimated_minutes`` is working time."""

    id: str
    title: str
    source: Source
    url: str | None = None
    text: str | None = None
    description: str = ""
    days_to_complete: int = 5
    estimated_minutes: int | None = None
    skills: tuple[SkillToAdd, ...] = ()
    revision: int = 1


def publish(course: Course, known: Mapping[str, Sequence[int]] | None) -> CoursePublished:
    """The event that makes a course known.

    ``known`` are the level values of the skills that exist; None, when nothing is known of any
    skill (the skills service is absent), lets all pass. Raises Refusal naming the field.
    """
    _refuse_without_content(course)
    _refuse_bad_skills(course.skills, known)
    return CoursePublished(
        course_id=course.id,
        revision=course.revision,
        title=course.title,
        description=course.description,
        source=course.source,
        url=course.url,
        skills=course.skills,
        estimated_minutes=course.estimated_minutes,
    )


def reading_minutes(text: str | None) -> int | None:
    """How long a text takes to read, in whole minutes; None for no text."""
    words = len((text or "").split())
    return math.ceil(words / WORDS_PER_MINUTE) if words else None


def _refuse_without_content(course: Course) -> None:
    if course.source in ("video", "external") and not course.url:
        raise Refusal("no-content", f"a course of source {course.source} needs a url", "url")
    if course.source == "free_form" and not (course.text or "").strip():
        raise Refusal("no-content", "a course of source free_form needs a text", "text")
    if course.source == "article" and not (course.url or (course.text or "").strip()):
        raise Refusal("no-content", "a course of source article needs a url or a text", "url")


def _refuse_bad_skills(skills: Sequence[SkillToAdd], known: Mapping[str, Sequence[int]] | None) -> None:
    if len({skill.skill_id for skill in skills}) != len(skills):
        raise Refusal("skill-repeats", "each skill can be named once", "skills")
    for number, skill in enumerate(skills if known is not None else ()):
        levels = (known or {}).get(skill.skill_id)
        if levels is None:
            raise Refusal("unknown-skill", f"no skill {skill.skill_id!r}", f"skills.{number}.skill_id")
        if skill.level is not None and skill.level not in levels:
            detail = f"{skill.skill_id!r} has the levels {', '.join(map(str, levels))}"
            raise Refusal("unknown-level", detail, f"skills.{number}.level")
