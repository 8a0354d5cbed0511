"""What is kept of a task, and which of its snapshots are worth learning from. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from recommender.cases.outcome import outcome_of
from recommender.model.case import MAX_TEXT, Case
from touchline_contracts.event import skill_id_of
from touchline_contracts.tasks import TaskClosed, TaskEvent, TaskReopened, TaskResolved

Text = TypeVar("Text", str, str | None)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The latest snapshot of a task: its revision, and what the learning log was last told.

    ``told`` is a digest of everything that the log tells of a case, ``taught`` of its words and tags.
    """

    number: str
    revision: int
    finished: bool
    told: str = ""
    taught: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A case for the learning log. ``teaches``: its words and tags are new to the model."""

    case: Case
    teaches: bool


def take_in(known: CaseRecord | None, task: TaskEvent, now: datetime) -> tuple[CaseRecord, Lesson | None]:
    """The record after a snapshot, and the lesson in it: None if it says nothing new or is stale.

    A task that was never finished is no lesson. ``now`` bounds times that lie in the future.
    """
    if known is not None and task.revision < known.revision:
        return known, None
    finished = _finished(known, task)
    case = case_of(task, finished, now)
    told = _digest(case)
    taught = _digest(case.short_description, case.text, case.resolution_notes, case.skills)
    if not finished and (known is None or not known.told):
        return CaseRecord(task.number, task.revision, False), None
    before = known or CaseRecord(task.number, 0, False)
    if told == before.told:
        return CaseRecord(task.number, task.revision, finished, told, before.taught), None
    teaches = finished and taught != before.taught
    record = CaseRecord(task.number, task.revision, finished, told, taught if teaches else before.taught)
    return record, Lesson(case, teaches)


def _finished(known: CaseRecord | None, task: TaskEvent) -> bool:
    if isinstance(task, TaskReopened):
        return False
    if isinstance(task, TaskResolved | TaskClosed):
        return True
    return bool(known and known.finished) or task.resolved_at is not None or task.closed_at is not None


def case_of(task: TaskEvent, finished: bool, now: datetime) -> Case:
    """The part of a task that is learned from and shown with proposals. A transcript counts as text."""
    notes = "\n".join(note.text for note in task.notes)
    resolved_at = task.resolved_at or task.closed_at
    return Case(
        number=task.number,
        kind=task.kind,
        agent_id=task.agent_id,
        team_id=task.team_id,
        short_description=_storable(task.short_description),
        text=_storable(f"{task.description}\n{notes}".strip()[:MAX_TEXT]),
        resolution_notes=_storable(task.resolution_notes[:MAX_TEXT]),
        link=_storable(task.link),
        category=_storable(task.category),
        product=_storable(task.product),
        channel=_storable(task.channel),
        skills=tuple(sorted({slug for tag in task.skills if (slug := skill_id_of(tag))})),
        resolved_at=min(resolved_at, now) if resolved_at else None,
        outcome=outcome_of(task),
        finished=finished,
    )


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(errors="replace"), digest_size=16).hexdigest()


def _storable(text: Text) -> Text:
    """PostgreSQL's JSON has no NUL."""
    return text.replace("\x00", " ") if text else text
