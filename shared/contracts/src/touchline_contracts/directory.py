"""Persons, teams and on-call shifts, published by the organisation's directory on ``touchline.directory``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from touchline_contracts.event import Identifier, Moment, ShortText, Snapshot, Unfit

PersonIds = Annotated[tuple[Identifier, ...], Meta(max_length=5_000)]


class PersonChanged(Snapshot, frozen=True, kw_only=True):
    """A person as of now. ``time_zone`` is an IANA name."""

    TYPE: ClassVar[str] = "person.changed.v1"
    TOPIC: ClassVar[str] = "touchline.directory"

    id: Identifier
    name: ShortText
    email: ShortText | None = None
    title: ShortText | None = None
    active: bool = True
    manager_id: Identifier | None = None
    time_zone: ShortText = "UTC"

    def key(self) -> str:
        return f"person:{self.id}"


class TeamChanged(Snapshot, frozen=True, kw_only=True):
    """A team (assignment group) as of now, with everybody in it."""

    TYPE: ClassVar[str] = "team.changed.v1"
    TOPIC: ClassVar[str] = "touchline.directory"

    id: Identifier
    name: ShortText
    active: bool = True
    manager_id: Identifier | None = None
    additional_manager_ids: PersonIds = ()
    coach_ids: PersonIds = ()
    member_ids: PersonIds = ()

    def key(self) -> str:
        return f"team:{self.id}"


class ShiftScheduled(Snapshot, frozen=True, kw_only=True):
    """A person is on call for a team from ``starts_at`` (included) to ``ends_at`` (excluded)."""

    TYPE: ClassVar[str] = "shift.scheduled.v1"
    TOPIC: ClassVar[str] = "touchline.directory"

    id: Identifier
    person_id: Identifier
    team_id: Identifier
    starts_at: Moment
    ends_at: Moment

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ends_at <= self.starts_at:
            raise Unfit("ends_at", "must be after starts_at")

    def key(self) -> str:
        return f"shift:{self.id}"


class ShiftCancelled(Snapshot, frozen=True, kw_only=True):
    """A shift will not take place."""

    TYPE: ClassVar[str] = "shift.cancelled.v1"
    TOPIC: ClassVar[str] = "touchline.directory"

    id: Identifier

    def key(self) -> str:
        return f"shift:{self.id}"


ALL_DIRECTORY_EVENTS = (PersonChanged, TeamChanged, ShiftScheduled, ShiftCancelled)
