"""What the services are told at first: the demo's skills, surveys, opportunities, courses and held skills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from devstack.demo.company import Company
from devstack.demo.level_types import CERTIFICATION, PROFICIENCY, level_of, level_type_of
from devstack.demo.vocabulary import domains, read
from touchline_contracts.event import skill_id_of


@dataclass(frozen=True, slots=True)
class Definition:
    """One POST to a service.

    ``versioned`` things get their next version from a second POST, so they are first asked for: one of the
    same name is ours already.
    """

    service: str
    path: str
    body: dict[str, object]
    versioned: bool = False


def skills() -> Iterator[Definition]:
    """Level types, then families, then the skills in them."""
    for level_type in (PROFICIENCY, CERTIFICATION):
        yield Definition("skills", "/level-types", level_type)
    for domain in domains():
        family: dict[str, object] = {"skill_type": domain.type, "category": domain.name}
        about = {"name": domain.name, "description": domain.description}
        yield Definition("skills", "/skills", family | about)
        for topic in domain.topics:
            about = {"name": topic.name, "description": topic.description, "parent_id": domain.skill_id}
            graded = {"level_type_id": level_type_of(topic.skill_id)}
            yield Definition("skills", "/skills", family | about | graded)


def surveys() -> Iterator[Definition]:
    """All surveys."""
    for survey in read("coaching")["surveys"]:
        yield Definition("coaching", "/surveys", survey, versioned=True)


def opportunities(*, active: bool) -> Iterator[Definition]:
    """The six default opportunities, switched on or off."""
    for opportunity in read("coaching")["opportunities"]:
        yield Definition("coaching", "/opportunities", opportunity | {"active": active}, versioned=True)


def courses() -> Iterator[Definition]:
    """All courses; each names its skills, so the learning service must know them first."""
    for course in read("courses")["courses"]:
        awarded = [{"skill_id": skill_id_of(name)} for name in course["skills"]]
        id = skill_id_of(course["title"])
        body = {key: course[key] for key in ("title", "source", "description")}
        body |= {"id": id, "skills": awarded, "estimated_minutes": course.get("minutes")}
        if course["source"] in ("video", "external"):
            body["url"] = f"https://learn.marlowe.example/{id}"
        else:
            body["text"] = course["description"]
        yield Definition("learning", "/courses", body)


def catalogs(company: Company) -> Iterator[Definition]:
    """One catalog a family of skills that has courses, for the teams of that family."""
    taught = {skill_id_of(course["title"]): set(course["skills"]) for course in read("courses")["courses"]}
    for domain in domains():
        own = {topic.name for topic in domain.topics}
        teams = [team.id for team in company.staff.teams if team.domain is domain]
        body: dict[str, object] = {
            "title": f"{domain.name}: courses",
            "description": domain.description,
            "course_ids": [id for id, skills in taught.items() if skills & own],
            "team_ids": teams,
        }
        yield Definition("learning", "/catalogs", body)


def held_skills(company: Company) -> Iterator[Definition]:
    """The true skills that the company already knows of."""
    for profile in company.profiles.values():
        for skill in profile.skills:
            if skill.held:
                id = skill.topic.skill_id
                body: dict[str, object] = {"skill_id": id, "level": level_of(id, skill.level)}
                yield Definition("skills", f"/persons/{profile.person_id}/skills", body)
