"""Settings come in at the edge; no file names a package host or a place on one machine."""

from __future__ import annotations

import pytest

from tests.architecture.environment import environment_reads
from tests.architecture.leaks import leaks
from tests.architecture.planted import HOLDINGS, planted
from tests.architecture.source import ROOT, clean, files, sources


def test_the_environment_is_read_at_the_edge_only() -> None:
    clean(line for source in sources() for line in environment_reads(source))


def test_no_file_names_a_package_host_or_a_machines_path() -> None:
    found = []
    for path in files():
        try:
            text = (ROOT / path).read_text()
        except UnicodeDecodeError:
            continue
        found += leaks(path, text)
    clean(found)


@pytest.mark.parametrize(
    "code",
    [
        "import os\nLIMIT = os.environ['LIMIT']",
        "import os\nLIMIT = os.getenv('LIMIT')",
        "from os import environ\nLIMIT = environ.get('LIMIT')",
    ],
)
def test_a_read_of_the_environment_is_caught(code: str) -> None:
    assert environment_reads(planted(f"{HOLDINGS}holdings.py", code))
    assert not environment_reads(planted("services/skills/src/skills/main.py", code))


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://" + "pypi" + ".org/simple",
        '"resolved": "https://registry' + '.npmjs.org/left-pad"',
        "<url>https://repo.maven" + ".apache.org/maven2</url>",
        "cd /" + "root/touchline/",
        "open('/" + "home/somebody/file')",
        "path = '/" + "work/main/x'",
    ],
)
def test_a_leak_is_caught(line: str) -> None:
    assert leaks("notes.md", f"first\n{line}\n")[0].startswith("notes.md:2: ")


@pytest.mark.parametrize(
    "line",
    [
        "GET /api/coaching/work/1",
        "/rooted/in",
        "https://example.com/home/x",
        "FROM python:3.12",
        "/workspace/x",
    ],
)
def test_an_innocent_line_passes(line: str) -> None:
    assert leaks("notes.md", line) == []
