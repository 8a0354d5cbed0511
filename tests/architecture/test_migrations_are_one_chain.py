"""Migrations follow one another: two of one number would shut each other out, and one would never run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted({path.parent for path in ROOT.glob("s*/**/src/*/migrations/0001_*.py")})


def faults(files: dict[str, str]) -> list[str]:
    """Names of files that do not follow the one before, or go by another number than their name's."""
    found, before = [], "None"
    for name, text in sorted(files.items()):
        number = f'"{name[:4]}"'
        told = re.findall(r"^(?:down_)?revision = (.*)$", text, re.MULTILINE)
        if number == before or told != [number, before]:
            found.append(name)
        before = number
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_migrations_are_numbered_in_one_chain(folder: Path) -> None:
    assert faults({path.name: path.read_text() for path in folder.glob("[0-9]*.py")}) == []


def test_every_part_with_tables_is_looked_at() -> None:
    assert {folder.parent.name for folder in FOLDERS} >= {
        "skills",
        "coaching",
        "learning",
        "touchline_runtime",
    }


def test_two_migrations_of_one_number_are_seen() -> None:
    first, second = 'revision = "0001"\ndown_revision = None\n', 'revision = "0002"\ndown_revision = "0001"\n'
    assert faults({"0001_a.py": first, "0002_b.py": second}) == []
    assert faults({"0001_a.py": first, "0002_b.py": second, "0002_c.py": second}) == ["0002_c.py"]
    assert faults({"0001_a.py": first, "0002_b.py": second.replace('"0001"', "None")}) == ["0002_b.py"]
