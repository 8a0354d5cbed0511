"""Guards of dependencies: a member declares what it imports, and the lock holds what members declare."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping

from tests.architecture.source import Source

Distributions = Mapping[str, list[str]]
PART_OF = {"pydantic": "pydantic-core", "fastapi": "starlette"}
"""Distributions that are a part of another one, which pins them."""


def canonical(requirement: str) -> str:
    """The distribution's name in a requirement, as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;@]", requirement.strip(), maxsplit=1)[0]).lower()


def declared(pyproject: str) -> set[str]:
    """Names of all that a member declares: dependencies, extras and what builds it."""
    content = tomllib.loads(pyproject)
    extras = content["project"].get("optional-dependencies", {}).values()
    wanted = [*content["project"]["dependencies"], *content["build-system"]["requires"]]
    return {canonical(line) for line in [*wanted, *(one for extra in extras for one in extra)]}


def locked(lock: str) -> set[str]:
    """Names of all that the lock pins."""
    return {canonical(line) for line in lock.splitlines() if re.match(r"[a-zA-Z0-9]", line)}


def unlocked(pyproject: str, lock: str) -> list[str]:
    """What a member declares and the lock does not hold."""
    return sorted(name for name in declared(pyproject) - locked(lock) if not name.startswith("touchline-"))


def undeclared(pyproject: str, sources: Iterable[Source], installed: Distributions) -> list[str]:
    """Imports of a member whose distribution it does not declare."""
    content = tomllib.loads(pyproject)["project"]
    allowed = {canonical(content["name"])}
    for name in declared(pyproject):
        allowed |= {name, PART_OF.get(name, name)}
    found = []
    for source in sources:
        for name, place in source.imports():
            top = name.partition(".")[0]
            owners = {
                canonical(owner) for owner in installed.get(top, []) if top not in sys.stdlib_module_names
            }
            if owners and not owners & allowed:
                found.append(f"{place}: imports {name} and declares none of {sorted(owners)}")
    return found
