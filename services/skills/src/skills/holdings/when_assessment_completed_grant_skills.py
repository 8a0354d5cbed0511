"""Reaction: a completed assessment awards the skills that the coach added."""

from __future__ import annotations

from collections.abc import Sequence

from skills.holdings.grant_skills import Award, grant_skills
from skills.holdings.holdings import Grant
from touchline_contracts.coaching import AssessmentCompleted
from touchline_contracts.skills import Evidence
from touchline_runtime.transaction import Transaction


async def when_assessment_completed_grant_skills(
    tx: Transaction, events: Sequence[AssessmentCompleted]
) -> None:
    """Grants each skill to the trainee; a second completion after reopening awards nothing twice."""
    await grant_skills(tx, [Award(grant, tx.because(event)) for event in events for grant in _grants(event)])


def _grants(event: AssessmentCompleted) -> list[Grant]:
    evidence = Evidence(kind="assessment", id=event.assessment_id)
    return [
        Grant(event.trainee_id, skill.skill_id, skill.level, evidence, event.decided_by)
        for skill in event.skills
    ]
