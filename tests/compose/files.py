"""The files under test, read from the repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.compose.compose_file import Service, load, services, variables_of
from tests.compose.dockerfile import Dockerfile, read

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DEMO = (ROOT / "docker-compose.demo.yml").read_text()
IGNORE = (ROOT / ".dockerignore").read_text()
NAMES = ("coaching", "skills", "learning", "recommender", "workspace")
DOCKERFILES: Mapping[str, Dockerfile] = {
    f"services/{name}/Dockerfile": read((ROOT / f"services/{name}/Dockerfile").read_text()) for name in NAMES
}
FILLED = {name: default or f"{name.lower()}-given" for name, default in variables_of(COMPOSE)}
"""A value for each variable of the compose file."""


def variables_in(file: str) -> dict[str, str]:
    """The variables of an .env file."""
    lines = (line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def stack(*over: str, variables: Mapping[str, str] = FILLED) -> dict[str, Service]:
    """The services of the compose file, with other files or changes over it."""
    return services(load(COMPOSE, *over, variables=variables))
