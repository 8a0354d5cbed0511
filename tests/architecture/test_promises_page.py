"""The page of promises names tests that exist, and at least one for each promise."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
NAMED = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)


def promises(page: str) -> dict[int, list[str]]:
    """The tests that each row of the table names."""
    rows = re.findall(r"^\| (\d+) \|(.*)$", page, re.MULTILINE)
    return {int(number): NAMED.findall(text) for number, text in rows}


def missing(page: str, tests: set[str]) -> list[str]:
    """Tests that the page names and nobody wrote, and promises that no test holds."""
    named = promises(page)
    unheld = [f"promise {number}" for number in range(1, 15) if not named.get(number)]
    return unheld + [name for names in named.values() for name in names if name not in tests]


def written() -> set[str]:
    """The names of all tests."""
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for file in files for name in DEFINED.findall(file.read_text())}


def test_every_test_that_the_page_names_exists() -> None:
    assert missing(PAGE.read_text(), written()) == []


def test_a_test_that_nobody_wrote_and_a_promise_without_tests_are_seen() -> None:
    page = PAGE.read_text().replace("`test_metrics_are_there_for_prometheus`", "`test_that_nobody_wrote`")
    page = re.sub(r"^\| 3 \|.*$", "", page, flags=re.MULTILINE)
    assert missing(page, written()) == ["promise 3", "test_that_nobody_wrote"]
