"""The people that the embedded issuer speaks for, one for each part somebody plays."""

from __future__ import annotations

DOES: dict[str, str] = {
    "admin": "every role, sees all teams",
    "manager": "manages the first team: approves skills, assigns learning",
    "coach": "coaches the first team",
    "agent": "works in the first team and is coached",
    "operator": "looks after quarantine, replay and health",
}
"""What each persona is for, to show beside its name."""
