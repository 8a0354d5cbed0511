"""The project's files as the guards read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
SERVICES = ("coaching", "skills", "learning", "recommender", "workspace")


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.path)

    @property
    def name(self) -> str:
        """The file's name without ``.py``."""
        return PurePosixPath(self.path).stem

    @property
    def module(self) -> str:
        """The dotted name it is imported by."""
        inside = self.path.rpartition("src/")[2].removesuffix(".py").removesuffix("/__init__")
        return inside.replace("/", ".")

    @property
    def service(self) -> str | None:
        """The service it belongs to."""
        parts = PurePosixPath(self.path).parts
        return parts[1] if parts[0] == "services" else None

    @property
    def shipped(self) -> bool:
        """Whether it is part of a distribution: no test, no benchmark."""
        return "/src/" in self.path

    def at(self, node: ast.stmt | ast.expr) -> str:
        """The place of a node, for a message."""
        return f"{self.path}:{node.lineno}"

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the file."""
        return ast.walk(self.tree)

    def imports(self) -> Iterator[tuple[str, str]]:
        """Each import with its place: the dotted names, from-imports as module.name."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((alias.name, self.at(node)) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((f"{node.module}.{alias.name}", self.at(node)) for alias in node.names)


@cache
def files() -> tuple[str, ...]:
    """Every file that is, or could be, committed; paths from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for path in sorted(listed.splitlines()) if (ROOT / path).is_file())


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file."""
    return tuple(Source(path, (ROOT / path).read_text()) for path in files() if path.endswith(".py"))


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of a chain of names; other expressions give their last attribute."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def texts(source: Source) -> Iterator[tuple[str, str]]:
    """Every string in the code, docstrings apart, with its place."""
    documentation = {id(found) for node in source.nodes() if (found := _docstring(node)) is not None}
    for node in source.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value, source.at(node)


def _docstring(node: ast.AST) -> ast.expr | None:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    first = node.body[0] if node.body else None
    return first.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else None


def clean(violations: Iterable[str]) -> None:
    """Fails with every violation on a line of its own."""
    found = list(violations)
    assert not found, "\n" + "\n".join(found)
