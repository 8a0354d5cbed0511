"""The list of the courses that an assessment can assign."""

from __future__ import annotations

from tests.integration.coaching.seen import tell_catalogues
from touchline_contracts.learning import CourseRetired
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_course_published
from touchline_runtime.transaction import Database


async def test_courses_with_the_longest_titles_of_any_script_are_paged(
    database: Database, coaching: Api
) -> None:
    courses = (a_course_published(course_id=f"漢{n}".ljust(200, "字"), title="漢" * 1_000) for n in range(2))
    await tell_catalogues(database, *courses)
    coach = coaching.as_("coach")
    first = (await coach.get("/courses", params={"limit": 1})).json()
    rest = await coach.get("/courses", params={"after": first["next"]})
    assert [len((await coach.get("/courses")).json()["items"]), len(rest.json()["items"])] == [2, 1]


async def test_courses_are_paged_by_title_and_filtered_by_text(database: Database, coaching: Api) -> None:
    await tell_catalogues(
        database,
        a_course_published("b", title="Refunds", estimated_minutes=30),
        a_course_published("a", title="Refunds"),
        a_course_published("c", title="Signing in"),
        a_course_published("d", title="Old", revision=2),
        CourseRetired(course_id="d", revision=3),
        a_course_published("d", title="Older", revision=1),
    )
    coach = coaching.as_("coach")
    first = (await coach.get("/courses", params={"limit": 1})).json()
    rest = (await coach.get("/courses", params={"after": first["next"]})).json()
    assert [each["id"] for page in (first, rest) for each in page["items"]] == ["a", "b", "c"]
    found = (await coach.get("/courses", params={"text": "SIGN"})).json()["items"]
    assert found == [{"id": "c", "title": "Signing in", "estimated_minutes": None}]
    assert (await coaching.as_("agent").get("/courses")).status_code == 403
