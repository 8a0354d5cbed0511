"""What every Touchline event is: a frozen structure that knows its type, topic and key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, TypeVar, get_args

import msgspec
from msgspec import Meta

LONGEST_ID, LONGEST_SHORT_TEXT, LONGEST_TEXT = 200, 1_000, 50_000

Identifier = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
"""An id as its publisher knows it: 1 to 200 characters. White space around it is taken off."""

ShortText = Annotated[str, Meta(max_length=LONGEST_SHORT_TEXT)]
LongText = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Moment = Annotated[datetime, Meta(tz=True)]
"""A time with an offset."""
Revision = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""Orders the snapshots of one thing. 0 on the wire means "not given": the receiver then derives one
from ce_sequence, else from ce_time."""


V = TypeVar("V", bound="Value")


class Unfit(ValueError):
    """A value that its type allows and the event does not; ``field`` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason


class Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A frozen part of an event. Unknown fields are ignored, so that additions break nobody.

    Reading checks types and bounds; a constructor checks neither, so that what is published is read back
    once. Neither leaves white space around an identifier, and both refuse a blank one: reading as any fault,
    a constructor with Unfit.
    """

    def __post_init__(self) -> None:
        for name in _identifiers(self.__class__):
            given = getattr(self, name)
            if isinstance(given, str):
                trimmed: str | tuple[str, ...] = given.strip()
            elif given:
                trimmed = tuple([each.strip() for each in given])
            else:
                continue
            if trimmed != given:
                msgspec.structs.force_setattr(self, name, trimmed)
            if not trimmed or (isinstance(trimmed, tuple) and "" in trimmed):
                raise Unfit(name, "must not be blank")


class Event(Value, frozen=True, kw_only=True):
    """A fact that was published. Subclasses set TYPE (``<name>.v<version>``) and TOPIC."""

    TYPE: ClassVar[str]
    TOPIC: ClassVar[str]

    def key(self) -> str:
        """The Kafka key: events of one key keep their order."""
        raise NotImplementedError


class Snapshot(Event, frozen=True, kw_only=True):
    """An event that carries the full state of one thing; a lower revision is stale."""

    revision: Revision = 0


def json_of(values: Sequence[Value] | Mapping[str, object]) -> str:
    """Values as a JSON array, and plain ones by name as a JSON object."""
    return msgspec.json.encode(values).decode()


def values_of(model: type[V], text: str) -> tuple[V, ...]:
    """The values in a JSON array. Raises msgspec's ValidationError."""
    return msgspec.json.decode(text, type=tuple[model, ...])  # type: ignore[valid-type]


def object_of(text: str) -> dict[str, object]:
    """The plain values by name in a JSON object, numbers as an event's are read."""
    return msgspec.json.decode(text, type=dict[str, object])


@cache
def _identifiers(model: type[Value]) -> tuple[str, ...]:
    """The fields of a model that are an identifier or several."""
    return tuple(field.name for field in msgspec.structs.fields(model) if _names_identifiers(field.type))


def _names_identifiers(kind: Any) -> bool:
    return bool(kind == Identifier or any(_names_identifiers(part) for part in get_args(kind)))


@lru_cache(maxsize=20_000)
def skill_id_of(name: str) -> str:
    """The canonical id of a skill for a name or tag: lower case, words joined by hyphens.

    An id maps to itself, so a publisher may tag a task with either. At most 200 characters. Plus and
    number signs stay: C, C++ and C# are three skills. Empty for a name without letters and digits.
    """
    slug = re.sub(r"[^\w+#]+", "-", name.strip().lower()).strip("-")[:200]
    return slug if re.search(r"\w", slug) else ""
