"""The two forms of a directory file: a table (CSV) with a header, or a JSON document."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devstack.failures import StackError
from devstack.publishing.directory import KINDS, LISTS, DirectoryRefused, Fault, Row, unknown_columns

_SIGNS = (("starts_at", "shift"), ("member_ids", "team"), ("coach_ids", "team"))
_PLURALS = {"persons": "person", "teams": "team", "shifts": "shift"}


def read_rows(file: Path) -> list[Row]:
    """The rows of a file, by its ending .csv or .json. Raises DirectoryRefused or StackError."""
    readers = {".csv": _table, ".json": _document}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise StackError(f"{file} must end in .csv or .json")
    return list(reader(_text(file)))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise StackError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DirectoryRefused([Fault(f"line {line}", "file", "is not UTF-8 text")]) from None


def _table(text: str) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header = [name.strip() for name in next(reader, [])]
    kind_of_all = _kind_of(header)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(f"line {reader.line_num}", header, cells, kind_of_all)
    except csv.Error as error:
        raise DirectoryRefused([Fault(f"line {reader.line_num}", "row", str(error))]) from None


def _kind_of(header: list[str]) -> str | None:
    """The kind of all rows; None where a column says it. Raises DirectoryRefused for a bad header."""
    faults = [
        Fault("line 1", name, "is there twice") for name in sorted(set(header)) if header.count(name) > 1
    ]
    if "id" not in header:
        faults.append(Fault("line 1", "id", "the header names no such column"))
    kind = None
    if "kind" not in header:
        kind = next((kind for sign, kind in _SIGNS if sign in header), "person")
        faults += unknown_columns("line 1", kind, header)
    if faults:
        raise DirectoryRefused(faults)
    return kind


def _row(where: str, header: list[str], cells: list[str], kind: str | None) -> Row:
    if len(cells) > len(header):
        raise DirectoryRefused([Fault(where, f"cell {len(header) + 1}", "the header names no column for it")])
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    kind = kind or values.pop("kind", "")
    return Row(where, kind, {name: _cell(name, text) for name, text in values.items()})


def _cell(name: str, text: str) -> str | list[str]:
    """Several ids in one cell are separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()] if name in LISTS else text


def _document(text: str) -> Iterator[Row]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise DirectoryRefused([Fault(f"line {error.lineno}", f"column {error.colno}", error.msg)]) from None
    if not isinstance(document, dict) or not document.keys() <= _PLURALS.keys():
        expected = "must be an object with the lists persons, teams, shifts"
        raise DirectoryRefused([Fault("line 1", "document", expected)])
    for plural, entries in document.items():
        if not isinstance(entries, list):
            raise DirectoryRefused([Fault("line 1", plural, "must be a list")])
        for index, entry in enumerate(entries):
            yield Row(f"{plural}[{index}]", _PLURALS[plural], _object(entry, f"{plural}[{index}]"))


def _object(entry: Any, where: str) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise DirectoryRefused([Fault(where, "entry", f"must be an object, as in {', '.join(KINDS)}")])
    return entry
