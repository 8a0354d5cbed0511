"""Checks what an assessment is to give against what is known of the trainee, the skills and the courses."""

from __future__ import annotations

from coaching.assessments.assessment import Assessment
from coaching.assessments.form import Form
from coaching.known_courses import store as courses
from coaching.known_courses.check_courses import check_courses
from coaching.known_skills import store as skills
from coaching.known_skills.known_skill import check_skills
from touchline_runtime.transaction import Connection


async def check_outcome(conn: Connection, assessment: Assessment, form: Form) -> Form:
    """The form with each of its skills under the id it goes by today, and each of its courses once.

    A courtesy: the skills and learning services decide. Raises Refusal naming what cannot be given.
    """
    checked = form.copy()
    if "skills_to_add" in form:
        known = await skills.now_named(conn, [skill.skill_id for skill in form["skills_to_add"]])
        held = await skills.held_by(conn, assessment.trainee_id)
        checked["skills_to_add"] = check_skills(form["skills_to_add"], known, held, assessment.id)
    # once resolved, the training is out, whatever became of its courses since
    if "training" in form and assessment.resolved_at is None:
        checked["training"] = check_courses(form["training"], await courses.offered(conn, form["training"]))
    return checked
