"""What each agent can really do: the truth that the recommender is to find in the work."""

from __future__ import annotations

import random
from dataclasses import dataclass

from devstack.demo.people import Staff, Team
from devstack.demo.vocabulary import Topic, domains

HELD_SHARE = 0.6
"""Of an agent's true skills, those that the catalogue knows; the rest only shows in the work."""

AGENT_PERSONA = (
    ("Card payments", True, 3),
    ("Refunds", True, 2),
    ("Chargebacks", False, 3),
    ("Direct debit", False, 2),
)


@dataclass(frozen=True, slots=True)
class TrueSkill:
    """A skill that an agent really has. ``level`` 1 to 4; ``share`` of the agent's work, relative."""

    topic: Topic
    level: int
    share: float
    held: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """``care`` 0 to 1 moves ratings, notes and reopenings; ``load`` is the share of the team's work."""

    person_id: str
    skills: tuple[TrueSkill, ...]
    care: float
    load: float


def profiles(staff: Staff, seed: int) -> dict[str, Profile]:
    """A profile for every member of every team, by person id."""
    found: dict[str, Profile] = {}
    for team in staff.teams:
        for person_id in team.member_ids:
            rng = random.Random(f"{seed}:profile:{person_id}")
            found[person_id] = _profile(person_id, team, rng)
    return found


def _profile(person_id: str, team: Team, rng: random.Random) -> Profile:
    skills = _persona_skills() if person_id == "agent" else _drawn_skills(team, rng)
    load = rng.lognormvariate(0, 0.5)
    if person_id in team.coach_ids or person_id == "operator":
        load *= 0.4
    if person_id == "agent":
        load = 2.5
    return Profile(person_id, skills, min(1.0, max(0.0, rng.gauss(0.75, 0.18))), load)


def _drawn_skills(team: Team, rng: random.Random) -> tuple[TrueSkill, ...]:
    own = rng.sample(team.domain.topics, rng.randint(2, 4))
    if rng.random() < 0.3:
        other = rng.choice([domain for domain in domains() if domain is not team.domain])
        own.append(rng.choice(other.topics))
    held = [True, *(rng.random() < HELD_SHARE for _ in own[1:])]
    return tuple(
        TrueSkill(topic, min(4, 1 + int(rng.betavariate(2, 2) * 4)), 0.6**place, known)
        for place, (topic, known) in enumerate(zip(own, held, strict=True))
    )


def _persona_skills() -> tuple[TrueSkill, ...]:
    by_name = {topic.name: topic for topic in domains()[0].topics}
    return tuple(TrueSkill(by_name[name], level, 1.0, held) for name, held, level in AGENT_PERSONA)
