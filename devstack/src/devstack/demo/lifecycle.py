"""One task from opened to rated: its steps, each with the fields that it changes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from devstack.demo.timetable import is_late
from devstack.demo.writing import Story

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Step:
    """A moment in a task's life. ``kind`` is the event's name without ``task.`` and version."""

    at: datetime
    kind: str
    changes: Fields

    def moved(self, at: datetime) -> Step:
        """The same step at another moment; notes from after that moment are dated back to it."""
        changes = dict(self.changes)
        notes = changes.get("notes")
        if isinstance(notes, list):
            changes["notes"] = [note | {"at": min(note["at"], at.isoformat())} for note in notes]
        return Step(at, self.kind, changes)


@dataclass(frozen=True, slots=True)
class Handling:
    """How a task was worked on. ``first_agent_id`` had it before, when it was handed over."""

    agent_id: str
    first_agent_id: str | None
    care: float
    priority: str
    talking: bool
    tags: tuple[str, ...]
    opened: datetime
    takes: timedelta
    minutes: int


@dataclass(frozen=True, slots=True)
class Life:
    """Draws the steps of one task."""

    rng: random.Random
    story: Story
    handling: Handling

    def steps(self) -> Iterator[Step]:
        """All steps in order of time. Conversations run through without a pause."""
        handling, at = self.handling, self.handling.opened
        yield Step(at, "opened", {"state": "new"})
        waits = timedelta(seconds=self.rng.randrange(5, 60)) if handling.talking else handling.takes * 0.15
        for number, agent_id in enumerate(filter(None, (handling.first_agent_id, handling.agent_id))):
            at += waits
            changes: Fields = {"state": "in progress", "agent_id": agent_id, "reassignment_count": number}
            yield Step(at, "assigned", changes | {"skills": list(handling.tags)})
        takes = timedelta(minutes=handling.minutes) + waits if handling.talking else handling.takes
        yield from self._worked(at, max(handling.opened + takes, at + timedelta(minutes=2)))

    def _worked(self, began: datetime, resolved: datetime) -> Iterator[Step]:
        talking = self.handling.talking
        late = is_late(self.handling.opened, resolved, self.handling.priority)
        if not talking and self.rng.random() < (0.45 if late else 0.03):
            at = began + (resolved - began) * 0.8
            said = _note(self.handling.agent_id, at, self.story.say("escalations"))
            yield Step(at, "escalated", {"state": "escalated", "notes": [said]})
        notes = self._notes(began, resolved)
        yield self._resolved(resolved, notes)
        if not talking and self.rng.random() < 0.11 - 0.08 * self.handling.care:
            yield (back := self._reopened(resolved, notes))
            resolved = back.at + timedelta(hours=self.rng.randrange(1, 20))
            yield self._resolved(resolved, notes)
        yield from self._finished(resolved, late)

    def _finished(self, resolved: datetime, late: bool) -> Iterator[Step]:
        talking = self.handling.talking
        closed = resolved + (timedelta(seconds=20) if talking else timedelta(hours=self.rng.randrange(2, 50)))
        yield Step(closed, "closed", {"state": "closed"})
        if self.rng.random() < 0.32:
            rated = closed + timedelta(minutes=self.rng.randrange(3, 900))
            stars = max(1, min(5, round(self.rng.gauss(2.6 + 2.4 * self.handling.care - 1.2 * late, 0.8))))
            yield Step(rated, "rated", {"rating": {"value": stars, "scale_min": 1, "scale_max": 5}})

    def _resolved(self, at: datetime, notes: list[Fields]) -> Step:
        handling = self.handling
        changes: Fields = {
            "state": "resolved",
            "resolution_notes": self.story.resolution(self.rng.random() < 0.16 - 0.14 * handling.care),
            "notes": notes,
            "handle_minutes": handling.minutes,
            "sla_breached": is_late(handling.opened, at, handling.priority),
        }
        return Step(at, "resolved", changes)

    def _reopened(self, resolved: datetime, notes: list[Fields]) -> Step:
        at = resolved + timedelta(hours=self.rng.randrange(4, 40))
        said = [*notes, _note("customer", at, self.story.say("reopenings"))]
        back: Fields = {"state": "in progress", "reopen_count": 1, "resolved_at": None, "notes": said}
        return Step(at, "reopened", back)

    def _notes(self, began: datetime, ended: datetime) -> list[Fields]:
        story = self.story
        lines = list(story.transcript() if self.handling.talking else story.work_notes())
        span = (ended - began) / (len(lines) + 1)
        authors = {"agent": self.handling.agent_id, "customer": "customer"}
        return [
            _note(authors[side], began + span * (number + self.rng.random() * 0.5 + 0.5), text)
            for number, (side, text) in enumerate(lines)
        ]


def _note(author: str, at: datetime, text: str) -> Fields:
    return {"author": author, "at": at.replace(microsecond=0).isoformat(), "text": text}
