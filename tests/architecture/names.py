"""Guards of names: a name says what is inside, in the field's own words."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from tests.architecture.source import Source

FORBIDDEN = frozenset(
    ["utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "data", "info", "misc"]
)


def empty_names(source: Source) -> list[str]:
    """Modules and packages whose name would fit anything."""
    parts = {*PurePosixPath(source.path).parent.parts, source.name}
    return [f"{source.path}: {name!r} says nothing" for name in sorted(parts & FORBIDDEN)]


def misnamed_reactions(source: Source) -> list[str]:
    """A file ``when_….py`` of a service defines the function of its own name, so that it is found by name."""
    if source.service is None or not source.name.startswith("when_"):
        return []
    defined = {node.name for node in source.tree.body if isinstance(node, ast.AsyncFunctionDef)}
    return [] if source.name in defined else [f"{source.path}: defines no {source.name}"]
