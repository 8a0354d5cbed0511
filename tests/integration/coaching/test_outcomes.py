"""What an assessment can give: skills that exist and are not held, courses that exist."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.coaching.calls import field_of, opened
from tests.integration.coaching.seen import tell_catalogues
from touchline_contracts.coaching import AssessmentCompleted, SkillToAdd
from touchline_contracts.learning import CourseRetired
from touchline_contracts.skills import SkillAssigned, SkillMerged, SkillRemoved, SkillRetired
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.testing.events import a_course_published, a_skill_assigned, a_skill_defined
from touchline_runtime.transaction import Database


async def completed(coaching: Api, id: str, *skills: dict[str, Any], training: Any = ()) -> httpx.Response:
    outcome = {"skills_to_add": list(skills), "training": list(training)}
    return await coaching.as_("manager").post(f"/assessments/{id}/complete", json=outcome)


async def offered(coaching: Api, id: str, **filters: object) -> dict[str, list[int]]:
    """The levels that the trainee could be given, by skill."""
    answer = await coaching.as_("manager").get(f"/assessments/{id}/skills-to-add", params=filters)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return {item["skill_id"]: [each["value"] for each in item["levels"]] for item in answer.json()["items"]}


def by_assessment(id: str, revision: int, level: int) -> SkillAssigned:
    """The agent holds sql because of an assessment."""
    evidence = {"kind": "assessment", "id": id}
    return a_skill_assigned(skill_id="sql", revision=revision, level=level, evidence=evidence)


@pytest.mark.parametrize(
    ("skill", "problem", "field"),
    [
        ({"skill_id": "juggling"}, "unknown-skill", "skills_to_add.0.skill_id"),
        ({"skill_id": "refunds", "level": 9}, "unknown-level", "skills_to_add.0.level"),
        ({"skill_id": "sql", "level": 2}, "skill-already-held", "skills_to_add.0.skill_id"),
        ({"skill_id": "sql"}, "skill-already-held", "skills_to_add.0.skill_id"),
        ({"skill_id": "retired"}, "unknown-skill", "skills_to_add.0.skill_id"),
        ({"skill_id": "old-sql", "level": 2}, "skill-already-held", "skills_to_add.0.skill_id"),
    ],
)
async def test_a_skill_that_cannot_be_given_is_refused_by_name(
    database: Database, coaching: Api, skill: dict[str, Any], problem: str, field: str
) -> None:
    await tell_catalogues(
        database,
        *(a_skill_defined(each) for each in ("refunds", "sql", "retired", "old-sql")),
        SkillRetired(skill_id="retired", revision=2),
        SkillMerged(skill_id="old-sql", revision=2, into_skill_id="sql"),
        a_skill_assigned(skill_id="sql", level=2),
    )
    id = await opened(database)
    refused = await completed(coaching, id, skill)
    assert (field_of(refused), refused.json()["type"]) == (field, f"/problems/{problem}")
    assert not any(isinstance(event, AssessmentCompleted) for event in await outbox_of(database))


async def test_a_higher_level_of_a_held_skill_can_be_given(database: Database, coaching: Api) -> None:
    await tell_catalogues(database, a_skill_defined("sql"), a_skill_assigned(skill_id="sql", level=2))
    id = await opened(database)
    assert (await completed(coaching, id, {"skill_id": "sql", "level": 3})).status_code == 200


async def test_a_merged_skill_is_given_as_the_one_that_stands_for_it(
    database: Database, coaching: Api
) -> None:
    await tell_catalogues(
        database,
        # the merges arrive before the skill that they lead to
        SkillMerged(skill_id="oldest", revision=2, into_skill_id="old"),
        SkillMerged(skill_id="old", revision=2, into_skill_id="new"),
        a_skill_defined("new"),
        a_skill_assigned(skill_id="oldest", level=1),
    )
    id = await opened(database)
    assert await offered(coaching, id) == {"new": [2, 3]}
    assert field_of(await completed(coaching, id, {"skill_id": "old"})) == "skills_to_add.0.skill_id"
    both = [{"skill_id": "new", "level": 2}, {"skill_id": "oldest", "level": 3}]
    assert (await completed(coaching, id, *both)).json()["type"] == "/problems/skill-twice"
    await completed(coaching, id, {"skill_id": "oldest", "level": 3})
    *_, event = await outbox_of(database)
    assert isinstance(event, AssessmentCompleted)
    assert event.skills == (SkillToAdd(skill_id="new", level=3),)


async def test_skills_merged_in_a_circle_are_none(database: Database, coaching: Api) -> None:
    await tell_catalogues(
        database,
        a_skill_defined("sql"),
        SkillMerged(skill_id="a", revision=2, into_skill_id="b"),
        SkillMerged(skill_id="b", revision=2, into_skill_id="a"),
        a_skill_assigned(skill_id="a"),
    )
    id = await opened(database)
    assert await offered(coaching, id) == {"sql": [1, 2, 3]}
    assert field_of(await completed(coaching, id, {"skill_id": "a"})) == "skills_to_add.0.skill_id"


@pytest.mark.parametrize("course", ["nowhere", "retired"])
async def test_a_course_that_cannot_be_assigned_is_refused_by_name(
    database: Database, coaching: Api, course: str
) -> None:
    retired = CourseRetired(course_id="retired", revision=2)
    await tell_catalogues(database, a_course_published(), a_course_published("retired"), retired)
    id = await opened(database)
    refused = await completed(coaching, id, training=["course-1", course])
    assert (field_of(refused), refused.json()["type"]) == ("training.1", "/problems/unknown-course")
    assert (await completed(coaching, id, training=["course-1", "course-1"])).json()["training"] == [
        "course-1"
    ]


async def test_without_the_other_services_any_skill_and_course_passes(
    database: Database, coaching: Api
) -> None:
    await tell_catalogues(database, SkillRetired(skill_id="gone", revision=3), a_skill_assigned())
    id = await opened(database)
    done = await completed(coaching, id, {"skill_id": "anything", "level": 7}, training=["any"])
    assert (done.status_code, await offered(coaching, id)) == (200, {})


async def test_what_an_assessment_gave_can_stay_in_its_list_when_it_is_reopened(
    database: Database, coaching: Api
) -> None:
    await tell_catalogues(database, a_skill_defined("sql"))
    id = await opened(database)
    assert (await completed(coaching, id, {"skill_id": "sql"})).status_code == 200
    await tell_catalogues(database, by_assessment(id, revision=1, level=1))
    await coaching.as_("manager").post(f"/assessments/{id}/reopen", json={"reason": "More to do"})
    assert (await completed(coaching, id, {"skill_id": "sql"})).status_code == 200
    await coaching.as_("manager").post(f"/assessments/{id}/reopen", json={"reason": "Still more to do"})
    await tell_catalogues(database, by_assessment("another", revision=2, level=2))
    assert field_of(await completed(coaching, id, {"skill_id": "sql"})) == "skills_to_add.0.skill_id"


async def test_a_stale_or_repeated_event_changes_nothing_of_what_is_held(
    database: Database, coaching: Api
) -> None:
    removed = SkillRemoved(person_id="agent", skill_id="sql", revision=4, decided_at=NOW)
    await tell_catalogues(
        database,
        a_skill_defined("sql", revision=3),
        SkillRetired(skill_id="sql", revision=2),
        a_skill_assigned(skill_id="sql", revision=3, level=3),
        removed,
        a_skill_assigned(skill_id="sql", revision=2, level=2),
        removed,
    )
    assert await offered(coaching, await opened(database)) == {"sql": [1, 2, 3]}


async def test_skills_to_add_are_paged_by_name_and_filtered_by_text(
    database: Database, coaching: Api
) -> None:
    await tell_catalogues(database, *(a_skill_defined(each) for each in ("refunds", "sql", "returns")))
    await tell_catalogues(database, a_skill_assigned(skill_id="returns", level=3))
    id, manager = await opened(database), coaching.as_("manager")
    path = f"/assessments/{id}/skills-to-add"
    first = (await manager.get(path, params={"limit": 1})).json()
    rest = (await manager.get(path, params={"after": first["next"]})).json()
    assert [page["items"][0]["name"] for page in (first, rest)] == ["Refunds", "Sql"]
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert list(await offered(coaching, id, text="REF")) == ["refunds"]


async def test_skills_to_add_are_shown_to_those_who_see_the_assessment(
    database: Database, coaching: Api
) -> None:
    path = f"/assessments/{await opened(database)}/skills-to-add"
    assert (await coaching.as_("agent").get(path)).status_code == 403
    assert (await coaching.as_("billing-boss").get(path)).status_code == 403
    assert (await coaching.as_("coach").get(path)).status_code == 200
    assert (await coaching.as_("coach").get("/assessments/none/skills-to-add")).status_code == 404
