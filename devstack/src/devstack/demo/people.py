"""Six hundred invented persons in forty teams, the first of them the personas' own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from devstack.demo.vocabulary import Domain, domains, names
from touchline_contracts.event import skill_id_of

PERSONS = 600
MAIL_DOMAIN = "marlowe.example"
PERSONAS = {
    "admin": ("Ada Marlowe", "Head of Customer Service"),
    "manager": ("Miriam Okonkwo", "Team Manager"),
    "coach": ("Caspar Lindholm", "Senior Agent and Coach"),
    "agent": ("Asha Verma", "Support Agent"),
    "operator": ("Otto Brandt", "Systems Operator"),
}
"""Person ids of the embedded issuer's personas, with their names and titles."""


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the staff."""

    id: str
    name: str
    title: str
    time_zone: str
    manager_id: str | None

    @property
    def email(self) -> str:
        """An address under a reserved domain."""
        return f"{skill_id_of(self.name).replace('-', '.')}@{MAIL_DOMAIN}"


@dataclass(frozen=True, slots=True)
class Team:
    """An assignment group; ``busyness`` is its share of the work, relative to the other teams'."""

    id: str
    name: str
    domain: Domain
    manager_id: str
    additional_manager_ids: tuple[str, ...]
    coach_ids: tuple[str, ...]
    member_ids: tuple[str, ...]
    busyness: float


@dataclass(frozen=True, slots=True)
class Staff:
    """All persons by id, and all teams."""

    persons: dict[str, Person]
    teams: tuple[Team, ...]


def staff(seed: int) -> Staff:
    """The same people for the same seed: admin and forty teams, 600 persons in all."""
    rng = random.Random(f"{seed}:staff")
    drawn = _drawn_names(rng)
    groups = [_members(size, number == 0, drawn, rng) for number, size in enumerate(_sizes(rng))]
    plan = [(domain, name) for domain in domains() for name in domain.teams]
    managers: dict[str, str] = {}
    teams: list[Team] = []
    for (domain, name), group in zip(plan, groups, strict=True):
        first_manager = managers.setdefault(domain.name, group[0].id)
        teams.append(_team(name, domain, group, first_manager, rng))
    persons = {"admin": Person("admin", *PERSONAS["admin"], "Europe/London", None)}
    persons |= {person.id: person for group in groups for person in group}
    return Staff(persons, tuple(teams))


def _sizes(rng: random.Random) -> list[int]:
    count = sum(len(domain.teams) for domain in domains())
    sizes = [rng.randint(11, 18) for _ in range(count)]
    while (short := PERSONS - 1 - sum(sizes)) != 0:
        sizes[rng.randrange(count)] += 1 if short > 0 else -1
    return sizes


def _drawn_names(rng: random.Random) -> Iterator[str]:
    taken = {name for name, _ in PERSONAS.values()}
    pairs = [f"{first} {last}" for first in names().first for last in names().last]
    rng.shuffle(pairs)
    return iter([pair for pair in pairs if pair not in taken])


def _members(size: int, personas: bool, drawn: Iterator[str], rng: random.Random) -> list[Person]:
    """The manager first, then two coaches, then agents; the first team begins with the personas."""
    zone = rng.choice(names().zones)
    people = [(skill_id_of(name).replace("-", "."), name) for name in islice(drawn, size)]
    titles = ["Team Manager", *["Senior Agent and Coach"] * 2, *["Support Agent"] * size]
    rows = [(id, name, title) for (id, name), title in zip(people, titles, strict=False)]
    if personas:
        for place, id in enumerate(("manager", "coach", None, "agent", "operator")):
            if id is not None:
                rows[place] = (id, *PERSONAS[id])
    manager = rows[0][0]
    return [Person(id, name, title, zone, None if id == manager else manager) for id, name, title in rows]


def _team(name: str, domain: Domain, group: list[Person], first: str, rng: random.Random) -> Team:
    # few teams do most of the work, so that some agents have histories worth learning from
    leads = group[0].id == first
    return Team(
        id=skill_id_of(name),
        name=name,
        domain=domain,
        manager_id=group[0].id,
        additional_manager_ids=() if leads else (first,),
        coach_ids=tuple(person.id for person in group[1:3]),
        member_ids=tuple(person.id for person in group[1:]),
        busyness=(6.0 if leads else rng.choice((0.5, 1.0, 2.0))) * len(group),
    )
