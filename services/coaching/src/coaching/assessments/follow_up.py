"""A follow-up: what the coach still has to do about a trainee after an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

FollowUpKind = Literal["recognise", "more_coaching", "outside_training", "talk_to_manager"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Listed for its owner until it is done; ``due_on`` is a day of the owner's calendar."""

    kind: FollowUpKind
    owner_id: str
    due_on: date
    done_at: datetime | None = None
