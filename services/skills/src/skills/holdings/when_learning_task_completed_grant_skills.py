"""Reaction: a completed learning task awards its course's skills."""

from __future__ import annotations

from collections.abc import Sequence

from skills.holdings.grant_skills import Award, grant_skills
from skills.holdings.holdings import Grant
from touchline_contracts.learning import LearningTaskCompleted
from touchline_contracts.skills import Evidence
from touchline_runtime.transaction import Transaction


async def when_learning_task_completed_grant_skills(
    tx: Transaction, events: Sequence[LearningTaskCompleted]
) -> None:
    """Grants each skill to the person who took the course; nobody decided, so there is no actor."""
    await grant_skills(tx, [Award(grant, tx.because(event)) for event in events for grant in _grants(event)])


def _grants(event: LearningTaskCompleted) -> list[Grant]:
    evidence = Evidence(kind="course", id=event.course_id)
    return [Grant(event.person_id, skill.skill_id, skill.level, evidence, None) for skill in event.skills]
