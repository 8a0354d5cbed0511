"""How skills are graded in the demo company."""

from __future__ import annotations

PROFICIENCY: dict[str, object] = {
    "id": "proficiency",
    "name": "Proficiency",
    "levels": [
        {"value": 1, "name": "Novice"},
        {"value": 2, "name": "Capable"},
        {"value": 3, "name": "Skilled"},
        {"value": 4, "name": "Expert"},
    ],
}
CERTIFICATION: dict[str, object] = {
    "id": "certification",
    "name": "Certification",
    "levels": [{"value": 1, "name": "Trained"}, {"value": 2, "name": "Certified"}],
}
CERTIFIED = frozenset({"customs-and-duties", "privacy-requests", "tls-certificates", "taxes-on-invoices"})
"""Skills that one is certified in rather than better or worse at."""


def level_type_of(skill_id: str) -> str:
    """The level type of a skill at the bottom of the hierarchy."""
    return "certification" if skill_id in CERTIFIED else "proficiency"


def level_of(skill_id: str, level: int) -> int:
    """A true level of 1 to 4 on the skill's own scale."""
    return (1 if level < 3 else 2) if skill_id in CERTIFIED else level
