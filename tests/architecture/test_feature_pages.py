"""The pages about what services do name files of tests that exist, and some for each part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
COACHING = frozenset(f"C{number}" for number in range(1, 9))
# the parts of a page that is to have them all
PARTS = {
    "coaching.md": COACHING,
    "recommender.md": frozenset({"R1", "R2", "R3", "R4"}),
    "skills.md": frozenset({"S1", "S2", "S3", "S4", "S5", "S6"}),
}


def parts(page: str) -> dict[str, list[str]]:
    """The files of tests that the table's rows name, by part."""
    found: dict[str, list[str]] = {}
    for named, text in re.findall(r"^\| ([A-Z]\d(?:, [A-Z]\d)*) [^|]*\|(.*)\|$", page, re.MULTILINE):
        for part in named.split(", "):
            found.setdefault(part, []).extend(re.findall(r"`(?:[\w/]+/)?(test_\w+\.py)`", text))
    return found


def missing(page: str, wanted: frozenset[str], files: set[str]) -> list[str]:
    """Parts without tests, and files that nobody wrote."""
    named = parts(page)
    unheld = sorted(part for part in wanted if not named.get(part))
    return unheld + [file for files_of in named.values() for file in files_of if file not in files]


def written() -> set[str]:
    """The names of all files of tests."""
    return {file.name for file in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize("page", PARTS)
def test_every_part_names_files_of_tests_that_exist(page: str) -> None:
    assert missing((DOCS / page).read_text(), PARTS[page], written()) == []


def test_a_part_without_tests_and_a_file_that_nobody_wrote_are_seen() -> None:
    page = (
        (DOCS / "coaching.md").read_text().replace("`test_follow_up_plans.py`", "`test_that_nobody_wrote.py`")
    )
    page = re.sub(r"^\| C3 .*$", "", page, flags=re.MULTILINE)
    assert missing(page, COACHING, written()) == ["C3", "test_that_nobody_wrote.py"]
