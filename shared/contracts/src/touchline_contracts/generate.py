"""Writes the JSON Schemas and the AsyncAPI document: ``python -m touchline_contracts.generate docs/events``.

A breaking change to a schema that is already there is refused: such a change is a new version of the
event, beside the old one. ``--check`` writes nothing and fails when the files are out of date.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from touchline_contracts.asyncapi import document
from touchline_contracts.compatibility import breaking_changes
from touchline_contracts.schemas import all_schemas

ACCEPTED = "accepted-breaks.txt"


def rendered() -> dict[str, str]:
    """The text of every generated file by its path under the events folder."""
    files = {f"schemas/{name}.json": _text(schema) for name, schema in all_schemas().items()}
    return files | {"asyncapi.json": _text(document())}


def out_of_date(folder: Path) -> list[str]:
    """What differs between the folder and what would be generated, by path."""
    expected = rendered()
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.json")}
    missing = [f"{name}: missing" for name in expected if name not in present]
    changed = [
        f"{name}: out of date"
        for name in expected
        if name in present and present[name].read_text() != expected[name]
    ]
    return sorted(
        missing + changed + [f"{name}: nothing makes it" for name in present if name not in expected]
    )


def breaks(old: dict[str, dict[str, Any]], accepted: frozenset[str]) -> list[str]:
    """Breaking changes from schemas of earlier (by event type) to today's, less the accepted ones."""
    today = all_schemas()
    found = [f"{name} data: the event was removed" for name in old if name not in today]
    for name in old.keys() & today.keys():
        found += [f"{name} {change}" for change in breaking_changes(old[name], today[name])]
    return sorted(set(found) - accepted)


def accepted_breaks(folder: Path) -> frozenset[str]:
    """Breaking changes made on purpose before anybody outside relied on the event; one a line."""
    path = folder / ACCEPTED
    lines = path.read_text().splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def write(folder: Path) -> list[str]:
    """Writes all files, or none: returns the breaking changes that forbid it."""
    here = {path.stem: json.loads(path.read_text()) for path in (folder / "schemas").glob("*.json")}
    refused = breaks(here, accepted_breaks(folder))
    if not refused:
        for name, text in rendered().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        for line in out_of_date(folder):
            (folder / line.split(":")[0]).unlink()
    return refused


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    problems = out_of_date(options.folder) if options.check else write(options.folder)
    if not problems:
        return
    remedy = (
        "run `make docs` and commit the result"
        if options.check
        else f"publish a new version of the event beside the old one, or list the line in {ACCEPTED}"
    )
    sys.exit("\n".join([*problems, f"→ {remedy}"]))


if __name__ == "__main__":
    main()
