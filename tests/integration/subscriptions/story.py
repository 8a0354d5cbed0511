"""A story told in events: a few people, teams, skills and tasks to whom a lot happens, out of one seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import msgspec

from touchline_contracts.event import Event
from touchline_runtime.testing import NOW

PERSONS = tuple(f"person-{n}" for n in range(8))
STRANGERS = ("stranger-1", "stranger-2")
TEAMS = ("team-1", "team-2", "team-3")
STRANGE_TEAM = "team-nobody-knows"
SKILLS = tuple(f"skill-{n}" for n in range(12))
TAGS = (*SKILLS, "Skill 3", "SKILL 11", "!")
COURSES = ("course-1", "course-2", "course-3")
STRANGE_COURSES = ("course-to-come",)

Fields = dict[str, object]
Teller = Callable[["Story"], Fields]
TELLERS: dict[type[Event], Teller] = {}
"""How the fields of each event model are made up. A model takes that of its nearest ancestor."""


def tells(*models: type[Event]) -> Callable[[Teller], Teller]:
    """Registers a function that makes up the fields of these models and those derived from them."""

    def register(teller: Teller) -> Teller:
        TELLERS.update(dict.fromkeys(models, teller))
        return teller

    return register


class Story:
    """Makes up events. ``ties``: two different snapshots may have the same revision."""

    def __init__(self, seed: str, *, ties: bool = True) -> None:
        self.random = Random(seed)
        self.model: type[Event] = Event
        self._ties = ties
        self._revisions: defaultdict[str, int] = defaultdict(int)
        self._told: dict[tuple[str, int], Event] = {}
        self._numbers: defaultdict[str, int] = defaultdict(int)

    def events(self, *models: type[Event]) -> Iterator[Event]:
        """Endless events of these models, mixed."""
        while True:
            yield self.event(self.random.choice(models))

    def event(self, model: type[Event]) -> Event:
        """The next event of this model. Raises LookupError where nobody taught how to make one."""
        self.model = model
        teller = next((TELLERS[kind] for kind in model.__mro__ if kind in TELLERS), None)
        if teller is None:
            raise LookupError(f"the tests cannot make up {model.__name__}: teach them in tellers.py")
        event = msgspec.convert(teller(self), model)
        revision = getattr(event, "revision", None)
        if self._ties or revision is None:
            return event
        return self._told.setdefault((event.key(), revision), event)

    def revision(self, key: str) -> int:
        """Mostly the next revision of this key; now and then the same again, or an old one."""
        luck, last = self.random.random(), self._revisions[key]
        if last and luck < 0.1:
            return last
        if last > 1 and luck < 0.25:
            return self.random.randint(1, last - 1)
        self._revisions[key] = last + 1
        return last + 1

    def one(self, *choices: Any) -> Any:
        """One of the choices."""
        return self.random.choice(choices)

    def mostly(self, likely: Any, rare: Any) -> Any:
        """The rare one in one of eight cases."""
        return rare if self.random.random() < 0.125 else likely

    def some(self, choices: tuple[str, ...], most: int) -> tuple[str, ...]:
        """Up to ``most`` different ones."""
        return tuple(self.random.sample(choices, self.random.randint(0, most)))

    def person(self) -> str:
        """Mostly somebody the directory knows."""
        return str(self.mostly(self.one(*PERSONS), self.one(*STRANGERS)))

    def number(self, name: str) -> int:
        """Counts up for each name."""
        self._numbers[name] += 1
        return self._numbers[name]

    def days_ago(self, least: float, most: float) -> Any:
        """A time in the past."""
        return NOW - timedelta(days=round(self.random.uniform(least, most), 3))
