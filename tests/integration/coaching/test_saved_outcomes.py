"""What is saved to be given is checked when it is saved, and again when it is given."""

from __future__ import annotations

from tests.integration.coaching.calls import field_of, opened
from tests.integration.coaching.seen import tell_catalogues
from touchline_contracts.learning import CourseRetired
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_course_published, a_skill_assigned, a_skill_defined
from touchline_runtime.transaction import Database


async def test_saving_and_resolving_refuse_the_same(database: Database, coaching: Api) -> None:
    await tell_catalogues(database, a_skill_defined("sql"), a_course_published("course-1"))
    id, manager = await opened(database), coaching.as_("manager")
    for call, path in ((manager.patch, ""), (manager.post, "/resolve")):
        skill = await call(f"/assessments/{id}{path}", json={"skills_to_add": [{"skill_id": "juggling"}]})
        assert (field_of(skill), skill.json()["type"]) == (
            "skills_to_add.0.skill_id",
            "/problems/unknown-skill",
        )
        course = await call(f"/assessments/{id}{path}", json={"training": ["unheard-of"]})
        assert (field_of(course), course.json()["type"]) == ("training.0", "/problems/unknown-course")


async def test_what_was_saved_is_looked_at_again_when_it_is_to_be_given(
    database: Database, coaching: Api
) -> None:
    await tell_catalogues(database, a_skill_defined("sql"), a_course_published("course-1"))
    id, manager = await opened(database), coaching.as_("manager")
    written = {"skills_to_add": [{"skill_id": "sql"}], "training": ["course-1"]}
    assert (await manager.patch(f"/assessments/{id}", json=written)).status_code == 200
    assert (await manager.post(f"/assessments/{id}/resolve")).status_code == 200
    await tell_catalogues(
        database, a_skill_assigned(skill_id="sql"), CourseRetired(course_id="course-1", revision=2)
    )
    late = await manager.post(f"/assessments/{id}/complete")
    assert (field_of(late), late.json()["type"]) == (
        "skills_to_add.0.skill_id",
        "/problems/skill-already-held",
    )
    assert (await manager.post(f"/assessments/{id}/complete", json={"skills_to_add": []})).status_code == 200
