"""Ninety days of support work: who did what, planned once, told as events in order of time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from devstack.demo.cloudevent import structured
from devstack.demo.lifecycle import Fields, Handling, Life, Step
from devstack.demo.people import Staff, Team
from devstack.demo.profiles import Profile, TrueSkill
from devstack.demo.timetable import handle_minutes, priority, time_to_resolve
from devstack.demo.vocabulary import Topic
from devstack.demo.writing import Slots, Story, story

TAGGED_SHARE = 0.5
"""Of the tasks that say which skills they call for; the others hide it."""

_PREFIX = {"case": "CS", "incident": "INC", "interaction": "IMS"}
_KINDS = {
    "Product": {"case": 0.6, "interaction": 0.35, "incident": 0.05},
    "Technical": {"case": 0.25, "interaction": 0.25, "incident": 0.5},
}
_CHANNELS = {
    "case": ("web", "email", "phone"),
    "incident": ("web", "phone", "monitoring"),
    "interaction": ("chat", "phone"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its fields from the start, its steps, and the skills that it really calls for."""

    number: str
    fields: Fields
    steps: tuple[Step, ...]
    calls_for: tuple[Topic, ...]

    def event(self, place: int) -> dict[str, object]:
        """The event of the step at ``place``, as a full snapshot."""
        snapshot = dict(self.fields)
        for step in self.steps[: place + 1]:
            snapshot |= step.changes
            if step.kind in ("resolved", "closed"):
                snapshot[f"{step.kind}_at"] = step.at.isoformat()
        step, snapshot["revision"] = self.steps[place], place + 1
        # the moment is part of the id: another history with the same numbers is other events
        id = f"{self.number}.{place + 1}.{step.at:%Y%m%d%H%M%S}"
        return structured(f"task.{step.kind}.v1", id, self.number, step.at, snapshot)


@dataclass(frozen=True, slots=True)
class Workforce:
    """Who may get a task, and how likely."""

    staff: Staff
    profiles: Mapping[str, Profile]

    def draw(self, rng: random.Random) -> tuple[Team, Profile, Profile | None]:
        """A team, the agent who does the work, and now and then one who had it before."""
        teams = self.staff.teams
        team = rng.choices(teams, [team.busyness for team in teams])[0]
        agents = [self.profiles[id] for id in team.member_ids]
        agent = rng.choices(agents, [agent.load for agent in agents])[0]
        other = rng.choice(agents) if rng.random() < 0.12 else None
        return team, agent, None if other is agent else other


def planned(force: Workforce, rng: random.Random, ordinal: int, opened: datetime) -> Task:
    """Draws one task that was opened at that moment; ``ordinal`` makes its number."""
    team, agent, before = force.draw(rng)
    skill, beside = _called_for(team, agent, rng)
    kinds = _KINDS[team.domain.type]
    kind = rng.choices(list(kinds), list(kinds.values()))[0]
    product = rng.choice(team.domain.products)
    name = force.staff.persons[agent.person_id].name
    told = story(rng, skill.topic, beside, Slots(rng, product, opened, name.split()[0], team.name))
    calls_for = (skill.topic, beside) if beside else (skill.topic,)
    ranked, talking = priority(rng), kind == "interaction"
    handling = Handling(
        agent_id=agent.person_id,
        first_agent_id=before.person_id if before and not talking else None,
        care=agent.care,
        priority=ranked,
        talking=talking,
        tags=tuple(topic.name for topic in calls_for) if rng.random() < TAGGED_SHARE else (),
        opened=opened,
        takes=time_to_resolve(rng, ranked, skill.level),
        minutes=handle_minutes(rng, skill.level, talking),
    )
    number = f"{_PREFIX[kind]}{ordinal:07d}"
    fields = _fields(number, kind, team, told, handling)
    return Task(number, fields, tuple(Life(rng, told, handling).steps()), calls_for)


def _fields(number: str, kind: str, team: Team, told: Story, handling: Handling) -> Fields:
    rng = told.rng
    return {
        "number": number,
        "kind": kind,
        "priority": handling.priority,
        "short_description": told.title(),
        "description": told.description(),
        "link": f"https://desk.marlowe.example/{number}",
        "category": team.domain.name,
        "product": told.slots["product"],
        "channel": rng.choice(_CHANNELS[kind]),
        "team_id": team.id,
        "opened_at": handling.opened.isoformat(),
        "attributes": {"customer": told.slots["customer"], "contract": rng.choice(("basic", "plus", "gold"))},
    }


def events(tasks: Sequence[Task], since: datetime, until: datetime) -> Iterator[dict[str, object]]:
    """The events after ``since`` and up to ``until`` in order of time."""
    moments = sorted(
        (step.at, number, place)
        for number, task in enumerate(tasks)
        for place, step in enumerate(task.steps)
        if since < step.at <= until
    )
    for _, number, place in moments:
        yield tasks[number].event(place)


def _called_for(team: Team, agent: Profile, rng: random.Random) -> tuple[TrueSkill, Topic | None]:
    skill = rng.choices(agent.skills, [skill.share for skill in agent.skills])[0]
    if rng.random() < 0.07:  # work outside the agent's profile, done slowly
        skill = TrueSkill(rng.choice(team.domain.topics), 0, 0, False)
    beside = rng.choice(agent.skills).topic if rng.random() < 0.12 else None
    return skill, None if beside is skill.topic else beside
