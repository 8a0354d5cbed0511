"""What every Touchline event is: a frozen pydantic model that knows its type, topic and key."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""An id as its publisher knows it: 1 to 200 characters."""

ShortText = Annotated[str, StringConstraints(max_length=1_000)]
LongText = Annotated[str, StringConstraints(max_length=50_000)]
Revision = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""Orders the snapshots of one thing. 0 on the wire means "not given": the receiver then derives one
from ce_sequence, else from ce_time."""


class Value(BaseModel):
    """A frozen part of an event. Unknown fields are ignored, so that additions break nobody."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Event(Value):
    """A fact that was published. Subclasses set TYPE (``<name>.v<version>``) and TOPIC."""

    TYPE: ClassVar[str]
    TOPIC: ClassVar[str]

    def key(self) -> str:
        """The Kafka key: events of one key keep their order."""
        raise NotImplementedError


class Snapshot(Event):
    """An event that carries the full state of one thing; a lower revision is stale."""

    revision: Revision = 0


def skill_id_of(name: str) -> str:
    """The canonical id of a skill for a name or tag: lower case, words joined by hyphens.

    An id maps to itself, so a publisher may tag a task with either. At most 200 characters. Plus and
    number signs stay: C, C++ and C# are three skills. Empty for a name without letters and digits.
    """
    slug = re.sub(r"[^\w+#]+", "-", name.strip().lower()).strip("-")[:200]
    return slug if re.search(r"\w", slug) else ""
