"""What a member imports it declares, and what it declares is locked with hashes."""

from __future__ import annotations

import importlib.metadata

import pytest

from tests.architecture.dependencies import declared, undeclared, unlocked
from tests.architecture.planted import planted
from tests.architecture.source import ROOT, clean, files, sources

MEMBERS = [path for path in files() if path.endswith("/pyproject.toml")]
PYPROJECT = """
[project]
name = "touchline-skills"
dependencies = ["touchline-runtime", "Some_Library[fast]>=1; python_version > '3'"]
[build-system]
requires = ["hatchling"]
"""


@pytest.mark.parametrize("path", MEMBERS)
def test_the_lock_holds_what_a_member_declares(path: str) -> None:
    clean(unlocked((ROOT / path).read_text(), (ROOT / "requirements.lock").read_text()))


@pytest.mark.parametrize("path", MEMBERS)
def test_a_member_declares_what_it_imports(path: str) -> None:
    folder = path.removesuffix("pyproject.toml") + "src/"
    own = [source for source in sources() if source.path.startswith(folder) and "/testing" not in source.path]
    installed = importlib.metadata.packages_distributions()
    clean(undeclared((ROOT / path).read_text(), own, installed))


def test_the_installer_of_the_bootstrap_is_the_locked_one() -> None:
    pinned = [
        line for line in (ROOT / "requirements.lock").read_text().splitlines() if line.startswith("uv==")
    ]
    assert pinned
    assert pinned[0] in (ROOT / "requirements-bootstrap.txt").read_text().splitlines()


def test_names_are_compared_as_indexes_do() -> None:
    assert declared(PYPROJECT) == {"touchline-runtime", "some-library", "hatchling"}


def test_an_unlocked_dependency_is_caught() -> None:
    assert unlocked(PYPROJECT, "hatchling==1 \\\n    --hash=x\n") == ["some-library"]
    assert unlocked(PYPROJECT, "hatchling==1\nsome.library==2 ; python_version > '3'\n") == []


def test_an_undeclared_import_is_caught() -> None:
    source = planted("services/skills/src/skills/main.py", "import os\nfrom other.part import x\nimport some")
    installed = {"other": ["Other"], "some": ["some-library"]}
    found = undeclared(PYPROJECT, [source], installed)
    assert len(found) == 1
    assert "other.part.x" in found[0]
