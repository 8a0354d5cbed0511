"""Query: what is known of persons, as far as training is recommended from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asyncpg import Record

from recommender.training import store
from recommender.training.gaps import Need, Situation
from recommender.training.plan import Offer
from touchline_runtime.transaction import Connection

WORK = timedelta(days=90)
"""Work that was finished before says no more what a team needs."""

SCORED = timedelta(days=180)
HOLDERS = 3
"""So many members must hold a skill to have a usual level."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all: names of skills, needs by team, courses by id, retired ones too, and those
    that can be assigned by the skills that they award.
    """

    names: Mapping[str, str]
    needs: Mapping[str, Sequence[Need]]
    courses: Mapping[str, Offer]
    offers: Mapping[str, Sequence[Offer]]

    def offers_for(self, skills: Iterable[str], taken: Collection[str]) -> list[Offer]:
        """The courses that award any of the skills, but those that were ``taken``."""
        found = {one.course_id: one for skill in skills for one in self.offers.get(skill, ())}
        return [one for id, one in found.items() if id not in taken]


async def surroundings(conn: Connection, now: datetime) -> Surroundings:
    """As they are now."""
    needs: defaultdict[str, list[Need]] = defaultdict(list)
    for row in await store.needs(conn, now - WORK, now, HOLDERS):
        needs[row["team_id"]].append(Need(**row))
    rows = await store.offers(conn)
    courses = _courses(rows)
    offers: defaultdict[str, list[Offer]] = defaultdict(list)
    for row in rows:
        if not row["retired"]:
            offers[row["skill_id"]].append(courses[row["course_id"]])
    return Surroundings(await store.names(conn), needs, courses, offers)


async def situations(
    conn: Connection, persons: Sequence[str], around: Surroundings, now: datetime
) -> list[Situation]:
    """Of each of the persons."""
    teams, held, scores = _by_person(), _by_person(), _by_person()
    for row in await store.memberships(conn, persons):
        teams[row["person_id"]].append(row)
    for row in await store.held(conn, persons):
        held[row["person_id"]].append(row)
    for row in await store.scores(conn, persons, now - SCORED):
        scores[row["person_id"]].append(row)
    taken = _by_person()
    for row in await store.taken(conn, persons):
        taken[row["person_id"]].append(row)
    return [
        Situation(
            person_id=person,
            needs=[need for row in teams[person] for need in around.needs.get(row["team_id"], ())],
            held={row["skill_id"]: row["level"] for row in held[person]},
            scores={row["skill_id"]: row["score"] for row in scores[person]},
            under_way=_under_way(taken[person], around),
            taken=frozenset(row["course_id"] for row in taken[person]),
        )
        for person in persons
    ]


def _by_person() -> defaultdict[str, list[Record]]:
    return defaultdict(list)


def _under_way(taken: Sequence[Record], around: Surroundings) -> frozenset[str]:
    courses = (around.courses.get(row["course_id"]) for row in taken if row["state"] == "open")
    return frozenset(skill for course in courses if course for skill in course.skills)


def _courses(rows: Sequence[Record]) -> dict[str, Offer]:
    skills: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
    for row in rows:
        skills[row["course_id"]][row["skill_id"]] = row["level"]
    return {
        row["course_id"]: Offer(row["course_id"], row["title"], row["minutes"], skills[row["course_id"]])
        for row in rows
    }
