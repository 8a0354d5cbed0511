"""Skills, predictions and decisions for tests."""

from __future__ import annotations

from touchline_contracts.recommender import SkillPredicted, TaskSkillsInferred
from touchline_contracts.skills import SkillApproved, SkillAssigned, SkillDefined, SkillRejected
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events.making import made


def a_skill_defined(skill_id: str = "refunds", **overrides: object) -> SkillDefined:
    """A skill with three levels, revision 1."""
    levels = [{"value": 1, "name": "Basic"}, {"value": 2, "name": "Advanced"}, {"value": 3, "name": "Expert"}]
    defaults: dict[str, object] = {
        "skill_id": skill_id,
        "revision": 1,
        "name": skill_id.title(),
        "levels": levels,
    }
    return made(SkillDefined, defaults, overrides)


def a_skill_predicted(**overrides: object) -> SkillPredicted:
    """The agent shows the skill refunds."""
    defaults: dict[str, object] = {
        "prediction_id": "prediction-1",
        "person_id": "agent",
        "skill_id": "refunds",
        "team_id": "payments",
        "confidence": 0.82,
        "explanation": "Resolved 5 tasks that call for it.",
        "samples": [{"task_number": "CS0001", "kind": "case", "probability": 0.9}],
        "model_version": "1",
        "predicted_at": NOW,
    }
    return made(SkillPredicted, defaults, overrides)


def some_skills_inferred(*skills: str, **overrides: object) -> TaskSkillsInferred:
    """A task calls for these skills."""
    defaults: dict[str, object] = {
        "task_number": "CS0001",
        "skills": [{"skill_id": skill, "probability": 0.8} for skill in skills],
        "position": 1,
        "model_version": "1",
        "inferred_at": NOW,
    }
    return made(TaskSkillsInferred, defaults, overrides)


def a_skill_assigned(**overrides: object) -> SkillAssigned:
    """The agent holds refunds at the lowest level."""
    defaults: dict[str, object] = {"level": 1, "level_name": "Basic", "evidence": {"kind": "hand"}}
    return made(SkillAssigned, _held() | defaults, overrides)


def a_skill_approved(**overrides: object) -> SkillApproved:
    """The manager approved refunds for the agent."""
    return made(SkillApproved, _held() | {"proposal_id": "proposal-1"}, overrides)


def a_skill_rejected(**overrides: object) -> SkillRejected:
    """The manager rejected refunds for the agent."""
    return made(SkillRejected, _held() | {"proposal_id": "proposal-1"}, overrides)


def _held() -> dict[str, object]:
    person: dict[str, object] = {"person_id": "agent", "skill_id": "refunds", "revision": 1}
    return person | {"decided_by": "manager", "decided_at": NOW}
