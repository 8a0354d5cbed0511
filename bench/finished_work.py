"""An organisation and its work as task events: cases that call for skills, each from opened to closed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench.lifecycles import Message
from recommender.model.case import Case
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.envelope import Envelope, encode
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskAssigned, TaskClosed, TaskEvent, TaskOpened, TaskResolved

OPEN_AT_ONCE = 200
STEPS = (TaskOpened, TaskAssigned, TaskResolved, TaskClosed)


def directory(agents: int, teams: int) -> Iterator[Message]:
    """Agents by the names that the cases give them, and their teams."""
    now = datetime.now(UTC)
    for number in range(agents):
        yield _message(PersonChanged(id=f"agent-{number}", name=f"Agent {number}", revision=1), now)
    for number in range(teams):
        members = tuple(f"agent-{agent}" for agent in range(number, agents, teams))
        yield _message(
            TeamChanged(id=f"team-{number}", name=f"Team {number}", member_ids=members, revision=1), now
        )


def history(cases: Iterable[Case], until: datetime) -> Iterator[Message]:
    """Only the ends of cases, a second apart, the last of them before ``until``."""
    given = list(cases)
    for number, case in enumerate(given):
        at = until - timedelta(seconds=len(given) - number)
        yield _message(task_of(case, TaskClosed, 4, at), at)


def lifecycles(cases: Iterator[Case], seed: int = 5) -> Iterator[Message]:
    """Whole cases, many at once, each a step further whenever its turn comes.

    A case is resolved at the moment in which its event is asked for: that moment is in the event.
    """
    chance = random.Random(seed)
    at_work = [(next(cases), chance.randrange(len(STEPS))) for _ in range(OPEN_AT_ONCE)]
    resolved: dict[str, datetime] = {}
    while True:
        place = chance.randrange(OPEN_AT_ONCE)
        case, step = at_work[place]
        now = datetime.now(UTC)
        if STEPS[step] is TaskResolved:
            resolved[case.number] = now
        yield _message(task_of(case, STEPS[step], step + 1, resolved.get(case.number, now)), now)
        done = step + 1 == len(STEPS)
        at_work[place] = (next(cases), 0) if done else (case, step + 1)
        if done:
            resolved.pop(case.number, None)


def task_of(case: Case, event: type[TaskEvent], revision: int, at: datetime) -> TaskEvent:
    """The snapshot of a case at one of its steps; ``at``: when it is resolved, once it is."""
    over = event in (TaskResolved, TaskClosed)
    return event(
        number=case.number,
        kind=case.kind,
        state=event.TYPE.split(".")[1],
        short_description=case.short_description,
        description=case.text,
        agent_id=case.agent_id,
        team_id=case.team_id,
        skills=case.skills,
        opened_at=at - timedelta(hours=1),
        resolved_at=at if over else None,
        closed_at=at if event is TaskClosed else None,
        revision=revision,
    )


_ids = random.Random(17)


def _message(event: Event, at: datetime) -> Message:
    envelope = Envelope(str(UUID(int=_ids.getrandbits(128))), "/bench", event.TYPE, at)
    headers, value = encode(envelope, event)
    return Message(event.key().encode(), value, list(headers))
