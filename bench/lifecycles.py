"""Task events for the benchmark: whole lifecycles, interleaved, full snapshots, seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import orjson

TEAMS = 40
PERSONS = 600
EMITTING_LIFECYCLES = 0.24  # of lifecycles of 4.5 events on average: 5 % of events
OPEN_AT_ONCE = 2_000
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_SENTENCES = (
    "the payment was declined after the second attempt and the terminal shows a timeout while the customer "
    "waits for a refund of the duplicate charge the export stops at the last page of the report the password "
    "link has expired before it reached the mailbox the parcel is marked delivered yet nobody signed for it"
)


class Message(NamedTuple):
    """One Kafka record in CloudEvents binary mode."""

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


class _Lifecycle:
    """One task on its way from opened to closed (and sometimes rated)."""

    def __init__(self, number: int, rng: random.Random, tags: int) -> None:
        person = rng.randrange(PERSONS)
        self.breached = rng.random() < EMITTING_LIFECYCLES
        self.steps = ["opened", "assigned", "resolved", "closed"]
        if rng.random() < 0.5:
            self.steps.append("rated")
        self.at = START + timedelta(seconds=number)
        self.snapshot: dict[str, object] = {
            "number": f"BENCH-{number:08d}",
            "kind": "case",
            "state": "new",
            "priority": "1 - critical" if self.breached else "3 - moderate",
            "short_description": _words(rng, 9),
            "description": _words(rng, 90),
            "category": rng.choice(("billing", "access", "delivery", "network")),
            "product": rng.choice(("Terminal", "Portal", "Mobile app")),
            "channel": rng.choice(("web", "phone", "email", "chat")),
            "team_id": f"bench-team-{person % TEAMS:02d}",
            "opened_at": self.at.isoformat(),
            "sla_breached": False,
            "attributes": {"region": rng.choice(("north", "south")), "contract": "gold"},
        }
        if tags:
            self.snapshot["skills"] = _tags(number, tags)
        self.person = f"bench-person-{person:03d}"
        self.revision = 0

    def advance(self, rng: random.Random) -> tuple[str, datetime, dict[str, object]]:
        """Takes the next step and returns its type, time and snapshot."""
        step = self.steps.pop(0)
        self.revision += 1
        self.at += timedelta(minutes=rng.randrange(5, 240))
        change: dict[str, object] = {"revision": self.revision, "state": step}
        if step == "assigned":
            change |= {"agent_id": self.person}
        elif step == "resolved":
            notes = [{"author": self.person, "at": self.at.isoformat(), "text": _words(rng, 20)}]
            change |= {"resolved_at": self.at.isoformat(), "resolution_notes": _words(rng, 40)}
            change |= {"notes": notes} | {
                "handle_minutes": rng.randrange(3, 90),
                "sla_breached": self.breached,
            }
        elif step == "closed":
            change |= {"closed_at": self.at.isoformat()}
        elif step == "rated":
            change |= {"rating": {"value": 5, "scale_min": 1, "scale_max": 5}}
        self.snapshot.update(change)
        return step, self.at, self.snapshot


def messages(events: int, *, seed: int = 11, tags: int = 0) -> Iterator[Message]:
    """Exactly ``events`` records; each key's events are in order, keys are interleaved.

    Tasks name up to two of so many skills, ``tags``.
    """
    rng = random.Random(seed)
    open_tasks = [_Lifecycle(n, rng, tags) for n in range(OPEN_AT_ONCE)]
    started = OPEN_AT_ONCE
    for _ in range(events):
        slot = rng.randrange(OPEN_AT_ONCE)
        task = open_tasks[slot]
        yield _message(task, rng)
        if not task.steps:
            open_tasks[slot] = _Lifecycle(started, rng, tags)
            started += 1


def _message(task: _Lifecycle, rng: random.Random) -> Message:
    step, at, snapshot = task.advance(rng)
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", str(UUID(int=rng.getrandbits(128))).encode()),
        ("ce_source", b"/bench"),
        ("ce_type", f"task.{step}.v1".encode()),
        ("ce_time", at.isoformat().encode()),
        ("content-type", b"application/json"),
    ]
    return Message(str(snapshot["number"]).encode(), orjson.dumps(snapshot), headers)


def _tags(number: int, tags: int) -> list[str]:
    """Half of the tasks name one skill, a fifth two, the others none; low numbers are named more often."""
    rng = random.Random(number)
    luck, first = rng.random(), int(tags * rng.random() ** 2)
    named = [first] if luck < 0.5 else [first, (first + 17) % tags] if luck < 0.7 else []
    return [f"Skill {tag:03d}" for tag in named]


_PROSE = " ".join(random.Random(3).choices(_SENTENCES.split(), k=20_000))
_LETTERS_A_WORD = len(_PROSE) // 20_000 + 1


def _words(rng: random.Random, count: int) -> str:
    length = count * _LETTERS_A_WORD
    start = rng.randrange(len(_PROSE) - length)
    return _PROSE[start : start + length].strip()
