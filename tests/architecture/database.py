"""Guards of the database: where SQL stands, and who begins a transaction."""

from __future__ import annotations

import ast
import re

from tests.architecture.source import Source, dotted, texts

_STATEMENT = re.compile(
    r"\s*(--[^\n]*\n\s*)*(select\s|insert\s+into\s|update\s+\w+\s+(as\s+\w+\s+)?set\s|delete\s+from\s|with\s+\w+.*\sas\s*\("
    r"|create\s+(unique\s+)?(table|index|schema|role|database|sequence|function|extension)\s"
    r"|alter\s+(table|role|database)\s|drop\s+(table|index|database|schema)\s|truncate\s|lock\s+table\s|values\s*\()",
    re.IGNORECASE | re.DOTALL,
)
_BOUNDARY = re.compile(
    r"\s*(begin|commit|rollback|start\s+transaction|end)\s*(transaction|work)?\s*;?\s*$", re.I
)
RUNTIME = "shared/runtime/src/touchline_runtime/"
"""Each module of the runtime that has a table of its own holds its SQL, as a store does."""
SERVERS = (
    "devstack/src/devstack/postgres/",
    f"{RUNTIME}testing/",
    f"{RUNTIME}migrate.py",
    f"{RUNTIME}versions.py",
)
"""They make databases, roles and templates, or ask Alembic's tables; they own no table."""
TRANSACTIONS = f"{RUNTIME}transaction.py"
SAVEPOINTS = f"{RUNTIME}dispatch.py"
MIGRATIONS = f"{RUNTIME}migrate.py"


def stray_sql(source: Source) -> list[str]:
    """SQL outside of a store, a migration or the runtime; or, in those, not as a constant with a name.

    Named constants are what the test reads that has PostgreSQL prepare every statement.
    """
    if not source.shipped or "/migrations/" in source.path or source.path.startswith(SERVERS):
        return []
    found = [(text, place) for text, place in texts(source) if _STATEMENT.match(text)]
    if source.name != "store" and not source.path.startswith(RUNTIME):
        return [f"{place}: SQL belongs in store.py" for _, place in found]
    named = _constants(source)
    return [f"{place}: SQL belongs in an UPPER_CASE constant" for text, place in found if text not in named]


def _constants(source: Source) -> set[str]:
    """The strings that module-level UPPER_CASE names are given."""
    found: set[str] = set()
    for node in source.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id.isupper() for target in targets):
            parts = ast.walk(node)
            found |= {
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return found


def glued_sql(source: Source) -> list[str]:
    """Statements put together at run time: values travel as $n, and every statement is a constant."""
    if source.name != "store":
        return []
    return [
        f"{source.at(node)}: a statement is one constant with $n parameters"
        for node in source.nodes()
        if isinstance(node, ast.JoinedStr) and _STATEMENT.match(_shape(node))
    ]


def _shape(node: ast.JoinedStr) -> str:
    parts = (part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    return "".join(str(part) for part in parts)


def stray_transactions(source: Source) -> list[str]:
    """A transaction begun, committed or rolled back anywhere but in the runtime's transaction module."""
    if not source.shipped or source.path in {TRANSACTIONS, MIGRATIONS}:
        return []
    found = [
        f"{place}: transactions are begun and ended elsewhere"
        for text, place in texts(source)
        if _BOUNDARY.match(text)
    ]
    for node in source.nodes():
        if isinstance(node, ast.Call) and _begins(node) and source.path != SAVEPOINTS:
            found.append(f"{source.at(node)}: {dotted(node.func)}() begins a transaction of its own")
    return found


def _begins(call: ast.Call) -> bool:
    """A connection's ``transaction()`` takes no argument; the runtime's takes the cause."""
    name = dotted(call.func).rpartition(".")[2] if isinstance(call.func, ast.Attribute) else ""
    return name in {"rollback", "begin", "begin_nested"} or (name == "transaction" and not call.args)
