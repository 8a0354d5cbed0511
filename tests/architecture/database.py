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
OWN_TABLES = frozenset(
    f"{RUNTIME}{name}.py"
    for name in [
        "position",
        "inbox",
        "outbox",
        "relay",
        "quarantine",
        "idempotency",
        "transaction",
        "migrate",
        "rebuild",
        "testing/databases",
        "testing/reacting",
    ]
)
"""The runtime's modules, one for each table of its own (and its locks and clock)."""
SERVERS = "devstack/src/devstack/postgres/"
"""Makes roles and databases, owns no table."""
TRANSACTIONS = f"{RUNTIME}transaction.py"
SAVEPOINTS = f"{RUNTIME}dispatch.py"
MIGRATIONS = f"{RUNTIME}migrate.py"


def stray_sql(source: Source) -> list[str]:
    """SQL outside of a store, a migration or the runtime's own tables."""
    allowed = source.name == "store" or "/migrations/" in source.path or source.path in OWN_TABLES
    if allowed or not source.shipped or source.path.startswith(SERVERS):
        return []
    return [f"{place}: SQL belongs in store.py" for text, place in texts(source) if _STATEMENT.match(text)]


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
