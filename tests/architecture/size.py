"""Guards of size: files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from statistics import median

from tests.architecture.source import Source

FILE, FUNCTION = 200, 40
MEDIAN_FILE, MEDIAN_FUNCTION = 60, 10


def long_files(source: Source) -> list[str]:
    """A file of more than 200 lines."""
    lines = source.text.count("\n")
    return [f"{source.path}: {lines} lines, at most {FILE}"] if lines > FILE else []


def long_functions(source: Source) -> list[str]:
    """Functions of more than 40 lines, decorators and docstring included."""
    return [
        f"{source.at(node)} {node.name}: {length(node)} lines, at most {FUNCTION}"
        for node in functions(source)
        if length(node) > FUNCTION
    ]


def sprawl(sources: list[Source]) -> list[str]:
    """Medians over all files and functions that show growth before any limit does."""
    file = median(source.text.count("\n") for source in sources)
    function = median(length(node) for source in sources for node in functions(source))
    found = [f"the median file has {file} lines, at most {MEDIAN_FILE}"] if file > MEDIAN_FILE else []
    if function > MEDIAN_FUNCTION:
        found.append(f"the median function has {function} lines, at most {MEDIAN_FUNCTION}")
    return found


def functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a file."""
    return [node for node in source.nodes() if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first decorator to the end."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or first) - first + 1
