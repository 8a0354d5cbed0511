"""Feeds events to the recommender as its consumers would, and lets it learn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from recommender.evidence.policy import ProposalPolicy
from recommender.learner.learner import Learner
from recommender.learner.steps import Steps
from recommender.model.linear_model import LinearModel
from recommender.subscriptions import SUBSCRIPTIONS
from tests.unit.recommender.small_talk import PHRASES, a_case
from touchline_contracts.event import Event
from touchline_contracts.recommender import SkillPredicted
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.testing import NOW, outbox_of, react
from touchline_runtime.testing.events import a_person, a_skill_defined, a_task_closed
from touchline_runtime.transaction import Database

TABLES = ("learning_log", "learning_log_head", "task_case", "skill", "standing", "known_person", "prediction")
TAKEN_AWAY = NOW - timedelta(minutes=2_000)
LATER = 9_000
"""Tasks from this number on were closed after TAKEN_AWAY, those up to 8,000 before."""

COPIES = ("grade", "finished_task", "held_level", "course", "learning_task", "scored_assessment")
LINES = "SELECT line::text FROM {} AS line ORDER BY 1"


class Feed:
    """One recommender under test."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def __call__(self, *events: Event) -> None:
        """One batch, to each subscription the events that it takes, in the order of the table."""
        for subscription in SUBSCRIPTIONS:
            if taken := [event for event in events if isinstance(event, subscription.events)]:
                await react(self.database, subscription, *taken)

    async def organisation(self, *persons: str) -> None:
        """Persons, and the skills that the small talk is about."""
        await self(*(a_person(person) for person in persons or ("agent", "colleague")))
        await self(*(a_skill_defined(skill) for skill in PHRASES))

    async def steps(self, policy: ProposalPolicy | None = None) -> Steps:
        """A learner that starts, as its process does."""
        steps = Steps(Learner(LinearModel(), policy or ProposalPolicy()), self.database)
        await steps.refold()
        return steps

    async def learn(self, policy: ProposalPolicy | None = None) -> Steps:
        """Starts a learner, and lets it learn all there is."""
        return await catch_up(await self.steps(policy))

    async def predicted(self) -> list[SkillPredicted]:
        """What was emitted so far."""
        return [event for event in await outbox_of(self.database) if isinstance(event, SkillPredicted)]

    async def tables(self) -> dict[str, list[str]]:
        """All rows of all own tables, as text."""
        async with self.database.reading() as conn:
            return {
                name: [row[0] for row in await conn.fetch(LINES.format(name))] for name in (*TABLES, *COPIES)
            }


async def catch_up(steps: Steps) -> Steps:
    """Learns until nothing is left, then looks at those that wait."""
    while await steps.learn():
        pass
    await steps.look_again()
    return steps


def closed(about: int, skill: str, *, tagged: bool = True, **fields: object) -> TaskClosed:
    """A colleague's closed task whose words are about ``skill``; ``about`` chooses the words."""
    case = a_case(about, skill)
    at = NOW - timedelta(minutes=10_000 - about)
    given: dict[str, object] = {
        "number": case.number,
        "short_description": case.short_description,
        "description": case.text,
        "resolution_notes": "",
        "category": None,
        "product": None,
        "skills": case.skills if tagged else (),
        "agent_id": "colleague",
        "resolved_at": at,
        "closed_at": at,
    }
    return a_task_closed(**(given | fields))


def taught(count: int = 60) -> Sequence[TaskClosed]:
    """Tagged tasks of a colleague, about each skill in turn."""
    return [closed(n, list(PHRASES)[n % len(PHRASES)]) for n in range(count)]


def shown(count: int = 8, start: int = 500, **fields: object) -> Sequence[TaskClosed]:
    """Untagged tasks about refunds that the agent closed."""
    own = {"agent_id": "agent"} | fields
    return [closed(start + n, "refunds", tagged=False, **own) for n in range(count)]
