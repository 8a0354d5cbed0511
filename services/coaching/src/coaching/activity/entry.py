"""One entry of an assessment's activity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

Kind = Literal[
    "opened",
    "started",
    "survey_taken",
    "saved",
    "comment",
    "reassigned",
    "resolved",
    "completed",
    "closed_incomplete",
    "reopened",
    "warned",
    "follow_up_set",
    "follow_up_done",
    "follow_up_dropped",
]
NO_DETAILS: Mapping[str, object] = {}


class Entry(NamedTuple):
    """``person_id`` None: the service itself did it. ``details`` are what JSON can hold, and never what the
    trainee answered.
    """

    assessment_id: str
    at: datetime
    person_id: str | None
    kind: Kind
    text: str | None = None
    details: Mapping[str, object] = NO_DETAILS
