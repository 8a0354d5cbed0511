"""Guard of purity: a decision is a function of its arguments, so that it can be tested and repeated.

Every module of a service has one kind: wiring, stores, views and shapes by their name, use cases by
their async functions. All that is left decides, and must be pure.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

from tests.architecture.source import Source, dotted

WIRING = frozenset(
    {"__init__", "__main__", "main", "routes", "subscriptions", "shapes", "store", "view", "views"}
)
COMPUTING = {
    "coaching.conditions": {"cel_expr_python"},
    "recommender.enricher": {"numpy"},
    "recommender.evidence": {"numpy"},
    "recommender.learner.snapshot": {"msgspec", "numpy"},
    "recommender.model": {"numpy"},
}
"""Libraries that only compute, by the package whose decisions may use them."""
NO_DOMAIN = frozenset({"workspace"})
"""Services that decide nothing: the workspace shows what the others know."""
MEASURING = "recommender.evaluate"
"""A command that measures: it decides nothing, and reads files and clocks."""
IMPURE_MODULES = frozenset(
    [
        "asyncio",
        "logging",
        "os",
        "pathlib",
        "random",
        "secrets",
        "socket",
        "subprocess",
        "tempfile",
        "threading",
    ]
)
IMPURE_CALLS = frozenset(
    [
        "datetime.now",
        "datetime.utcnow",
        "datetime.datetime.now",
        "date.today",
        "time.time",
        "time.monotonic",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid4",
        "open",
        "print",
        "input",
    ]
)


def decides(source: Source) -> bool:
    """Whether this module of a service must be pure."""
    if source.service in {None, *NO_DOMAIN} or source.name in WIRING or "/migrations/" in source.path:
        return False
    if source.module.startswith(MEASURING):
        return False
    return not any(isinstance(node, ast.AsyncFunctionDef) for node in source.nodes())


def impurities(source: Source, decisions: Mapping[str, Source]) -> list[str]:
    """What a decision module must not do; ``decisions`` are all of them by dotted name."""
    return [*_imports(source, decisions), *_calls(source)]


def _imports(source: Source, decisions: Mapping[str, Source]) -> Iterator[str]:
    for name, place in source.imports():
        if not _allowed(name, source, decisions):
            yield f"{place}: a decision must not import {name}"


def _allowed(name: str, source: Source, decisions: Mapping[str, Source]) -> bool:
    top = name.partition(".")[0]
    if top == source.service:
        return name in decisions or name.rpartition(".")[0] in decisions
    if any(source.module.startswith(package) and top in found for package, found in COMPUTING.items()):
        return True
    return top == "touchline_contracts" or (top in sys.stdlib_module_names and top not in IMPURE_MODULES)


def _calls(source: Source) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.Call) and (name := dotted(node.func)) in IMPURE_CALLS:
            yield f"{source.at(node)}: a decision must not call {name}; take it as an argument"
