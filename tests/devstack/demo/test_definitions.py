"""What the demo tells the services fits together, and its words can be filled in."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from devstack.demo import definitions
from devstack.demo.company import build
from devstack.demo.vocabulary import domains, phrases, read
from devstack.demo.writing import Slots, small, story
from touchline_contracts.event import skill_id_of


def test_there_are_80_skills_and_each_but_the_families_has_a_parent() -> None:
    skills = [made.body for made in definitions.skills() if made.path == "/skills"]
    ids = [skill_id_of(str(skill["name"])) for skill in skills]
    assert len(set(ids)) == len(ids) == 80
    assert sum("parent_id" in skill for skill in skills) == 70
    assert all(
        ids.index(str(skill["parent_id"])) < place
        for place, skill in enumerate(skills)
        if "parent_id" in skill
    )


def test_courses_teach_skills_of_the_catalogue() -> None:
    known = {topic.name for domain in domains() for topic in domain.topics}
    courses = read("courses")["courses"]
    assert len(courses) == 30
    assert all(set(course["skills"]) <= known for course in courses)


def test_opportunities_name_surveys_that_are_defined() -> None:
    coaching = read("coaching")
    surveys = {survey["id"] for survey in coaching["surveys"]}
    assert len(coaching["opportunities"]) == 6
    assert {opportunity["survey_id"] for opportunity in coaching["opportunities"]} <= surveys


def test_catalogs_hold_courses_and_teams_that_exist() -> None:
    company = build(until=datetime(2026, 3, 2, tzinfo=UTC), task_count=1)
    courses = {made.body["id"] for made in definitions.courses()}
    teams = {team.id for team in company.staff.teams}
    for catalog in definitions.catalogs(company):
        assert courses.issuperset(catalog.body["course_ids"])  # type: ignore[arg-type]
        assert teams.issuperset(catalog.body["team_ids"])  # type: ignore[arg-type]


def test_every_blank_in_every_phrase_can_be_filled() -> None:
    rng = random.Random(1)
    for domain in domains():
        for topic in domain.topics:
            slots = Slots(rng, domain.products[0], datetime(2026, 3, 2, tzinfo=UTC), "Asha", "Payments")
            for part in (*topic.symptoms, *topic.signs, *topic.causes, *topic.fixes):
                assert "{" not in part.format_map(slots)
    told = story(rng, domains()[0].topics[0], None, slots)
    for kind, variants in phrases().items():
        for _ in range(5 * len(variants)):
            assert "{" not in told.say(kind)


def test_acronyms_keep_their_capitals_within_a_sentence() -> None:
    assert small("Card declined") == "card declined"
    assert small("VPN drops") == "VPN drops"
    assert small("A bot tried") == "a bot tried"
