"""Reads cases from JSON Lines, gzipped or not."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from recommender.model.case import Case


class Unreadable(ValueError):
    """A file that cannot be measured: says which line and field, and what would help."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields that hold what a case needs. Several text fields: the first is the subject."""

    text: Sequence[str] = ("text",)
    skills: str = "skills"
    agent: str | None = None
    time: str | None = None
    team: str | None = None
    id: str | None = None
    fold: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A case without its tags, the skills it truly calls for, and the fold it belongs to."""

    case: Case
    skills: tuple[str, ...]
    fold: str = ""


def rows_of(file: Path, fields: Fields) -> list[Row]:
    """All rows, in the order of time where there is a field of it, else in that of the file.

    Raises Unreadable.
    """
    rows = [_row(number, found, fields) for number, found in _objects(file)]
    if not rows:
        raise Unreadable(f"{file} has no rows")
    if fields.time is None:
        return rows
    order = sorted(range(len(rows)), key=lambda n: (rows[n].case.resolved_at or _EPOCH, n))
    return [rows[n] for n in order]


_ZONE_NAME = re.compile(r"\s+[A-Z]{3,5}$")
"""A zone such as EDT says too little to convert by; the order within one file is as good without it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _objects(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found = orjson.loads(line)
                    if not isinstance(found, dict):
                        raise Unreadable(f"{file}, line {number}: not a JSON object")
                    yield number, found
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror or error}") from error
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{file}, line {number}: not JSON ({error})") from error


def _row(number: int, found: dict[str, Any], fields: Fields) -> Row:
    texts = [str(_field(number, found, name, "--text") or "") for name in fields.text]
    skills = _field(number, found, fields.skills, "--skills")
    named = [skills] if isinstance(skills, str) else skills or []
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise Unreadable(f"line {number}: {fields.skills} must be a name or a list of names (--skills)")
    agent = _named(number, found, fields.agent, "--agent")
    case = Case(
        number=_named(number, found, fields.id, "--id") or f"line {number}",
        kind="case",
        agent_id=agent,
        team_id=_named(number, found, fields.team, "--team"),
        short_description=texts[0] if len(texts) > 1 else "",
        text="\n".join(texts[1:] if len(texts) > 1 else texts),
        resolved_at=_time(number, found, fields),
    )
    return Row(case, tuple(dict.fromkeys(named)), _named(number, found, fields.fold, "--fold") or "")


def _field(number: int, found: dict[str, Any], name: str, option: str) -> object:
    if name not in found:
        raise Unreadable(
            f"line {number} has no field {name}: name the right one of {sorted(found)} by {option}"
        )
    return found[name]


def _named(number: int, found: dict[str, Any], name: str | None, option: str) -> str | None:
    value = None if name is None else _field(number, found, name, option)
    return None if value is None else str(value)


def _time(number: int, found: dict[str, Any], fields: Fields) -> datetime | None:
    written = _named(number, found, fields.time, "--time")
    if not written:
        return None
    try:
        at = datetime.fromisoformat(_ZONE_NAME.sub("", written.strip()))
    except ValueError as error:
        raise Unreadable(f"line {number}: {fields.time} is no ISO 8601 time: {written!r} (--time)") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
