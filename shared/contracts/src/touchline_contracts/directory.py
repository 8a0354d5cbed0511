"""Persons, teams and on-call shifts, published by the organisation's directory on ``touchline.directory``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field, model_validator

from touchline_contracts.event import Identifier, ShortText, Snapshot

PersonIds = Annotated[tuple[Identifier, ...], Field(max_length=5_000)]


class PersonChanged(Snapshot):
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


class TeamChanged(Snapshot):
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


class ShiftScheduled(Snapshot):
    """A person is on call for a team from ``starts_at`` (included) to ``ends_at`` (excluded)."""

    TYPE: ClassVar[str] = "shift.scheduled.v1"
    TOPIC: ClassVar[str] = "touchline.directory"

    id: Identifier
    person_id: Identifier
    team_id: Identifier
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _ends_after_start(self) -> ShiftScheduled:
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be after starts_at")
        return self

    def key(self) -> str:
        return f"shift:{self.id}"


class ShiftCancelled(Snapshot):
    """A shift will not take place."""

    TYPE: ClassVar[str] = "shift.cancelled.v1"
    TOPIC: ClassVar[str] = "touchline.directory"

    id: Identifier

    def key(self) -> str:
        return f"shift:{self.id}"


ALL_DIRECTORY_EVENTS = (PersonChanged, TeamChanged, ShiftScheduled, ShiftCancelled)
