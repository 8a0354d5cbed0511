"""The demo company: built from a seed and an instant, the same bytes each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from devstack.demo import directory, tasks
from devstack.demo.people import Staff, staff
from devstack.demo.profiles import Profile, profiles
from devstack.demo.tasks import Task, Workforce, planned
from devstack.demo.timetable import arrivals

TASKS = 7_200
COACHED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Company:
    """People, their true skills, and the work of the ninety days before ``until``."""

    seed: int
    until: datetime
    staff: Staff
    profiles: dict[str, Profile]
    work: tuple[Task, ...]

    def directory(self) -> Iterator[dict[str, object]]:
        """Persons, teams and shifts as CloudEvents in structured JSON form."""
        return directory.events(self.staff, self.seed, self.until)

    @property
    def coached_since(self) -> datetime:
        """When the company began to coach: what was done before only shows skills."""
        return self.until - COACHED_FOR

    def tasks(
        self, since: datetime = datetime.min.replace(tzinfo=UTC), until: datetime | None = None
    ) -> Iterator[dict[str, object]]:
        """Task events after ``since`` and up to ``until`` (the company's own), in order of time."""
        return tasks.events(self.work, since, until or self.until)

    def unfinished(self) -> Iterator[tuple[Task, int]]:
        """Tasks with steps after ``until``, and the place of the first of those steps."""
        for task in self.work:
            done = sum(step.at <= self.until for step in task.steps)
            if done < len(task.steps):
                yield task, done


def build(seed: int = 7, until: datetime | None = None, task_count: int = TASKS) -> Company:
    """The company as of ``until`` (default: now, cut to the hour). Equal arguments give equal events."""
    instant = (until or datetime.now(UTC)).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    people = staff(seed)
    able = profiles(people, seed)
    force = Workforce(people, able)
    opened = arrivals(task_count, instant, random.Random(f"{seed}:arrivals"))
    work = tuple(
        planned(force, random.Random(f"{seed}:task:{number}"), number, at)
        for number, at in enumerate(opened, start=1)
    )
    return Company(seed, instant, people, able, work)
