"""Persons, teams and on-call shifts from a table or a JSON document, as the events that say the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from pydantic import AwareDatetime, BaseModel, Field, ValidationError, create_model

from touchline_contracts import event
from touchline_contracts.directory import PersonChanged, PersonIds, ShiftScheduled, TeamChanged
from touchline_contracts.envelope import malformed
from touchline_runtime import http
from touchline_runtime.ids import derived_id

SOURCE = "urn:touchline:import-directory"
KINDS: dict[str, type[event.Snapshot]] = {
    "person": PersonChanged,
    "team": TeamChanged,
    "shift": ShiftScheduled,
}
"""What can be imported, in the order it is published."""
LISTS = frozenset({"additional_manager_ids", "coach_ids", "member_ids"})


@dataclass(frozen=True)
class Row:
    """One thing as it was written. ``where`` is its line or place in the file."""

    where: str
    kind: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """What is wrong, where: a line (or place) and a column (or field)."""

    where: str
    column: str
    reason: str


class DirectoryRefused(ValueError):
    """The file cannot be imported as it is; nothing of it was published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def events_of(rows: Iterable[Row], *, at: datetime) -> list[dict[str, Any]]:
    """The events for all rows, in the CloudEvents JSON format. Raises DirectoryRefused with every fault.

    A row without a revision gets the time of the import, so that a later import wins.
    """
    faults: list[Fault] = []
    found: dict[tuple[str, str], tuple[Row, event.Snapshot]] = {}
    for row in rows:
        problems = unknown_columns(row.where, row.kind, row.fields) if row.kind in KINDS else _no_kind(row)
        snapshot = None if problems else _read(row, at, problems)
        faults += problems
        if snapshot is None:
            continue
        identity = (row.kind, snapshot.key().partition(":")[2])
        if identity in found:
            faults.append(Fault(row.where, "id", f"{identity[1]!r} is also in {found[identity][0].where}"))
        found.setdefault(identity, (row, snapshot))
    if faults:
        raise DirectoryRefused(faults)
    ordered = sorted(found.items(), key=lambda entry: list(KINDS).index(entry[0][0]))
    return [_event(kind, id, snapshot, at) for (kind, id), (_, snapshot) in ordered]


def unknown_columns(where: str, kind: str, columns: Iterable[str]) -> list[Fault]:
    """A fault for each column that this kind does not have, with the nearest one that it has."""
    known = KINDS[kind].__struct_fields__
    faults = []
    for column in columns:
        if column in known:
            continue
        near = difflib.get_close_matches(column, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"a {kind} has {', '.join(known)}"
        faults.append(Fault(where, column, f"unknown column; {hint}"))
    return faults


def _no_kind(row: Row) -> list[Fault]:
    return [Fault(row.where, "kind", f"must be {', '.join(KINDS)}, not {row.kind!r}")]


def _read(row: Row, at: datetime, faults: list[Fault]) -> event.Snapshot | None:
    fields = {"revision": int(at.timestamp() * 1_000_000), **row.fields}
    try:
        said = _FORMS[row.kind].model_validate(fields).model_dump(exclude_unset=True)
        return msgspec.convert(said, KINDS[row.kind])
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            column = ".".join(str(part) for part in fault["loc"]) or "row"
            faults.append(Fault(row.where, column, fault["msg"]))
    except msgspec.ValidationError as error:
        wrong = malformed(error)
        faults.append(Fault(row.where, wrong.field, wrong.reason))
    return None


_SAID: dict[Any, Any] = {
    event.Identifier: http.Identifier,
    event.Identifier | None: http.Identifier | None,
    event.ShortText: http.ShortText,
    event.ShortText | None: http.ShortText | None,
    event.Moment: AwareDatetime,
    PersonIds: Annotated[tuple[http.Identifier, ...], Field(max_length=5_000)],
}
"""Types of the events as pydantic says them, bounds included."""


def _form(kind: str, model: type[event.Snapshot]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        field.name: (_SAID.get(field.type, field.type), ... if field.required else None)
        for field in msgspec.structs.fields(model)
    }
    return create_model(kind, **fields)


_FORMS = {kind: _form(kind, model) for kind, model in KINDS.items()}
"""What a row of text is read with: it takes yes for true, and tells all faults of a row at once."""


def _event(kind: str, id: str, snapshot: event.Snapshot, at: datetime) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": derived_id(SOURCE, kind, id, str(snapshot.revision)),
        "source": SOURCE,
        "type": snapshot.TYPE,
        "time": at.isoformat(),
        "data": msgspec.json.decode(msgspec.json.encode(snapshot)),
    }
