"""The import contracts in pyproject.toml hold, and each of them catches its violation."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, SERVICES

PACKAGES = ("touchline_contracts", "touchline_runtime", *SERVICES, "devstack")


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """Every package of the project, empty, to plant an import in."""
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    return tmp_path


def broken(folder: Path) -> str:
    """What import-linter says with our contracts about the packages in a folder; empty if it is content."""
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return "" if ran.returncode == 0 else ran.stdout


def test_packages_without_a_violation_pass(stubs: Path) -> None:
    (stubs / "skills" / "grant.py").write_text("import touchline_runtime\nimport touchline_contracts\n")
    (stubs / "devstack" / "flow.py").write_text("import skills\n")
    assert broken(stubs) == ""


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ("skills", "import coaching"),
        ("workspace", "from skills import grant"),
        ("touchline_runtime", "import skills"),
        ("touchline_contracts", "import touchline_runtime"),
        ("learning", "import devstack"),
        ("touchline_contracts", "import asyncpg"),
        ("coaching", "import aiokafka"),
        ("skills", "from fastapi import FastAPI"),
    ],
)
def test_a_forbidden_import_is_caught(stubs: Path, package: str, code: str) -> None:
    (stubs / package / "planted.py").write_text(f"{code}\n")
    (stubs / "skills" / "grant.py").touch()
    assert f"{package}.planted" in broken(stubs)
