"""Checks what an assessment is to give against what is known of the trainee, the skills and the courses."""

from __future__ import annotations

from dataclasses import replace

from coaching.assessments.assessment import Assessment
from coaching.assessments.outcome import Outcome
from coaching.known_courses import store as courses
from coaching.known_courses.check_courses import check_courses
from coaching.known_skills import store as skills
from coaching.known_skills.known_skill import check_skills
from touchline_runtime.transaction import Connection


async def check_outcome(conn: Connection, assessment: Assessment, outcome: Outcome) -> Outcome:
    """The outcome with each skill under the id it goes by today, and each course once.

    A courtesy: the skills and learning services decide. Raises Refusal naming what cannot be given.
    """
    known = await skills.now_named(conn, [skill.skill_id for skill in outcome.skills])
    held = await skills.held_by(conn, assessment.trainee_id)
    offered = await courses.offered(conn, outcome.training)
    return replace(
        outcome,
        skills=check_skills(outcome.skills, known, held, assessment.id),
        training=check_courses(outcome.training, offered),
    )
