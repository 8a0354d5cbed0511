"""What an entry of the ledger says happened."""

from __future__ import annotations

from enum import StrEnum

from touchline_contracts.skills import PersonSkillEvent, SkillRemoved


class Kind(StrEnum):
    """What happened. Every kind whose entries have a level says what is held from then on, every other one
    that the skill is held no longer.
    """

    ASSIGNED = "assigned"
    LEVEL_CHANGED = "level_changed"
    VALIDITY_CHANGED = "validity_changed"
    REMOVED = "removed"
    EXPIRED = "expired"
    MERGED_AWAY = "merged_away"


def kind_of(event: PersonSkillEvent) -> Kind:
    """What an event says happened."""
    if isinstance(event, SkillRemoved) and event.cause == "merged":
        return Kind.MERGED_AWAY
    return Kind(event.TYPE.split(".")[1])
