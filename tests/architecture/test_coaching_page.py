"""The page about coaching names files of tests that exist, and some for each part."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "coaching.md"
PARTS = {f"C{number}" for number in range(1, 9)}


def parts(page: str) -> dict[str, list[str]]:
    """The files of tests that the table's rows name, by part."""
    found: dict[str, list[str]] = {}
    for named, text in re.findall(r"^\| (C\d(?:, C\d)*) [^|]*\|(.*)\|$", page, re.MULTILINE):
        for part in named.split(", "):
            found.setdefault(part, []).extend(re.findall(r"`(?:[\w/]+/)?(test_\w+\.py)`", text))
    return found


def missing(page: str, files: set[str]) -> list[str]:
    """Parts without tests, and files that nobody wrote."""
    named = parts(page)
    unheld = sorted(part for part in PARTS if not named.get(part))
    return unheld + [file for files_of in named.values() for file in files_of if file not in files]


def written() -> set[str]:
    """The names of all files of tests."""
    return {file.name for file in (ROOT / "tests").rglob("test_*.py")}


def test_every_part_names_files_of_tests_that_exist() -> None:
    assert missing(PAGE.read_text(), written()) == []


def test_a_part_without_tests_and_a_file_that_nobody_wrote_are_seen() -> None:
    page = PAGE.read_text().replace("`test_follow_up_plans.py`", "`test_that_nobody_wrote.py`")
    page = re.sub(r"^\| C3 .*$", "", page, flags=re.MULTILINE)
    assert missing(page, written()) == ["C3", "test_that_nobody_wrote.py"]
