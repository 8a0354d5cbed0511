"""Compose files as Docker reads them: variables filled in, override files merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Tree = dict[str, Any]
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:[-?])([^}]*))?\})")
_DURATION = re.compile(r"(?:(\d+)m)?(?:(\d+)s)?")
_ADDED = frozenset({"ports", "volumes"})


class VariableMissing(ValueError):
    """A variable that must be set is not, or is empty."""


@dataclass(frozen=True)
class Service:
    """One service of a compose file."""

    name: str
    tree: Tree

    @property
    def environment(self) -> dict[str, str]:
        """What its process finds in its environment, besides the image's own."""
        return {name: str(value) for name, value in self.tree.get("environment", {}).items()}

    @property
    def dockerfile(self) -> str | None:
        """The Dockerfile it is built from; None for a published image."""
        return self.tree["build"]["dockerfile"] if "build" in self.tree else None

    @property
    def command(self) -> list[str] | None:
        """The command, where it is not the image's."""
        return self.tree.get("command")

    @property
    def check(self) -> list[str]:
        """The health check, ``CMD`` or ``CMD-SHELL`` first; empty without one."""
        found: list[str] = self.tree.get("healthcheck", {}).get("test", [])
        return found

    @property
    def grace(self) -> float:
        """Seconds between the stop signal and the kill."""
        return seconds(self.tree.get("stop_grace_period", "10s"))

    @property
    def conditions(self) -> dict[str, str]:
        """What must be true of which service before this one starts."""
        found = self.tree.get("depends_on", {})
        if isinstance(found, list):
            return dict.fromkeys(found, "service_started")
        return {name: one["condition"] for name, one in found.items()}

    @property
    def published(self) -> list[str]:
        """Ports open to the outside."""
        return [str(port) for port in self.tree.get("ports", [])]


def services(tree: Tree) -> dict[str, Service]:
    """The services by name."""
    return {name: Service(name, one) for name, one in tree["services"].items()}


def load(*texts: str, variables: Mapping[str, str]) -> Tree:
    """Compose files, later ones over earlier ones, which they may extend. Raises VariableMissing."""
    merged: Tree = {}
    for text in texts:
        tree = _filled(yaml.safe_load(text), variables)
        for name, one in tree["services"].items():
            if extended := one.pop("extends", None):
                tree["services"][name] = _merge(merged["services"][extended["service"]], one)
        merged = _merge(merged, tree)
    return merged


def fill(text: str, variables: Mapping[str, str]) -> str:
    """Fills in ``${NAME}``, ``${NAME:-default}`` and ``${NAME:?why}``; ``$$`` is a dollar."""

    def value(match: re.Match[str]) -> str:
        dollar, name, sign, rest = match.groups()
        if dollar:
            return "$"
        found = variables.get(name, "")
        if not found and sign != ":-":
            raise VariableMissing(f"{name}: {rest}")
        return found or rest

    return _VARIABLE.sub(value, text)


def variables_of(text: str) -> Iterator[tuple[str, str | None]]:
    """Each variable that a compose file names, with its default."""
    for dollar, name, sign, rest in _VARIABLE.findall(text):
        if not dollar:
            yield name, rest if sign == ":-" else None


def seconds(duration: str) -> float:
    """``90s``, ``2m`` or ``1m30s`` in seconds."""
    found = _DURATION.fullmatch(duration)
    if found is None or not duration:
        raise ValueError(f"{duration!r} is no duration")
    return 60.0 * int(found[1] or 0) + int(found[2] or 0)


def _filled(tree: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(tree, dict):
        return {key: _filled(value, variables) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_filled(value, variables) for value in tree]
    return fill(tree, variables) if isinstance(tree, str) else tree


def _merge(under: Tree, over: Tree) -> Tree:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merge(below, value)
        elif isinstance(below, list) and key in _ADDED:
            merged[key] = [*below, *value]
        else:
            merged[key] = value
    return merged
