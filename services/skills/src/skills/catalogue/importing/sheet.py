"""A spreadsheet of skills, read row by row: pure."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from skills.catalogue.skill import BASIC, LONGEST_TAG, MOST_TAGS, Skill, tags_of
from touchline_contracts.event import skill_id_of
from touchline_contracts.refusal import Refusal

LONGEST = {"name": 200, "id": 200, "parent_id": 200, "level_type_id": 200}
LONGEST_OTHER = 4_000
MOST_ROWS = 5_000


def _tags(cell: str) -> tuple[str, ...]:
    return tags_of(cell.split(";"))


READ: Mapping[str, Callable[[str], Any]] = {
    "name": str,
    "description": str,
    "skill_type": lambda cell: cell or None,
    "category": lambda cell: cell or None,
    "parent_id": lambda cell: cell or None,
    "level_type_id": lambda cell: cell or BASIC,
    "tags": _tags,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A skill as a row gives it; ``number`` counts the lines of data from 1. A column that is not in the
    file is not in ``fields`` and leaves a known skill as it is.
    """

    number: int
    id: str
    fields: Mapping[str, Any]

    def applied_to(self, known: Skill | None) -> Skill:
        """The skill as the row wants it."""
        return replace(known or Skill(self.id, self.fields["name"]), **self.fields)


def read_rows(text: str) -> list[Row]:
    """The rows of a file with a line of headings. Raises Refusal naming ``csv``, and the rows at fault."""
    try:
        reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), strict=True)
        headings = [heading.strip() for heading in reader.fieldnames or ()]
        reader.fieldnames = headings
        _refuse_headings(headings)
        cells = list(reader)
    except csv.Error as error:
        raise Refusal("bad-csv", f"this is not CSV: {error}", "csv") from None
    if len(cells) > MOST_ROWS:
        raise Refusal("too-many-rows", f"at most {MOST_ROWS} skills at once: split the file", "csv")
    faults = [f"row {n}: {fault}" for n, row in enumerate(cells, 1) if (fault := _fault_of(row))]
    refuse_rows(faults)
    rows = [_row(number, row) for number, row in enumerate(cells, 1)]
    seen: dict[str, int] = {}
    for row in rows:
        if (first := seen.setdefault(row.id, row.number)) != row.number:
            faults.append(f"row {row.number}: the skill {row.id!r} is in row {first} already")
    refuse_rows(faults)
    return rows


def refuse_rows(faults: list[str]) -> None:
    """Raises Refusal that names the first 20 faults, if there are any."""
    if faults:
        more = f"; and {len(faults) - 20} more" if len(faults) > 20 else ""
        raise Refusal("bad-rows", "; ".join(faults[:20]) + more, "csv")


def _refuse_headings(headings: list[str]) -> None:
    allowed = ("id", *READ)
    if "name" not in headings or len(set(headings)) != len(headings) or set(headings) - set(allowed):
        detail = f"the first line names the columns, each once: name, and any of {', '.join(allowed)}"
        raise Refusal("bad-headings", detail, "csv")


def _fault_of(row: Mapping[str | None, Any]) -> str | None:
    if None in row or None in row.values():
        return "it has not as many cells as there are columns"
    if not row["name"].strip():
        return "the name is empty"
    for column, cell in row.items():
        if len(cell) > (longest := LONGEST.get(str(column), LONGEST_OTHER)):
            return f"{column} has over {longest} characters"
    tags = _tags(row.get("tags", ""))
    if len(tags) > MOST_TAGS:
        return f"it has {len(tags)} tags, and a skill has at most {MOST_TAGS}"
    if any(len(tag) > LONGEST_TAG for tag in tags):
        return f"a tag has over {LONGEST_TAG} characters"
    return None


def _row(number: int, row: Mapping[str, str]) -> Row:
    fields = {column: READ[column](cell.strip()) for column, cell in row.items() if column in READ}
    return Row(number, (row.get("id") or "").strip() or skill_id_of(fields["name"]), fields)
