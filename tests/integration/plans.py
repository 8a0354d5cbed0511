"""How PostgreSQL answers what a use case asks it: each statement explained while it runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import orjson
from asyncpg import Record

from touchline_runtime.transaction import Connection

BIG = frozenset(
    {"task", "task_figure", "team_need", "assessment", "opportunity_match", "held_skill", "ledger", "shift"}
)


class Explaining:
    """A connection for queries that keeps the plan of each."""

    def __init__(self, conn: Connection) -> None:
        self.plans: list[dict[str, Any]] = []
        self._conn = conn

    async def fetch(self, statement: str, *values: object) -> list[Record]:
        """As a connection's."""
        await self._explain(statement, values)
        return list(await self._conn.fetch(statement, *values))

    async def fetchrow(self, statement: str, *values: object) -> Record | None:
        """As a connection's."""
        await self._explain(statement, values)
        return await self._conn.fetchrow(statement, *values)

    async def fetchval(self, statement: str, *values: object) -> Any:
        """As a connection's."""
        await self._explain(statement, values)
        return await self._conn.fetchval(statement, *values)

    async def _explain(self, statement: str, values: tuple[object, ...]) -> None:
        told = await self._conn.fetchval(f"explain (analyze, format json) {statement}", *values)
        self.plans.append(orjson.loads(told)[0]["Plan"])

    def nodes(self) -> Iterator[dict[str, Any]]:
        """Every node of every plan."""
        for plan in self.plans:
            yield from _nodes(plan)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def faults(explained: Explaining, *, sorted: int, passed: int) -> list[str]:
    """Tables read from end to end; more rows sorted, or passed over by a filter, than these."""
    found = []
    for node in explained.nodes():
        table = node.get("Relation Name")
        if table in BIG and node["Node Type"] == "Seq Scan":
            found.append(f"{table} is read from end to end")
        if node["Node Type"] == "Sort" and (rows := _rows(node["Plans"][0])) > sorted:
            found.append(f"{rows} rows sorted by {', '.join(node['Sort Key'])}")
        if table in BIG and (rows := node.get("Rows Removed by Filter", 0)) > passed:
            found.append(f"{rows} rows of {table} passed over")
    return found


def fetched(explained: Explaining, tables: Collection[str] = BIG) -> int:
    """Rows that were fetched from the big tables, because an index did not hold all that was read."""
    return sum(
        _rows(node) if node["Node Type"] != "Index Only Scan" else node["Heap Fetches"]
        for node in explained.nodes()
        if node.get("Relation Name") in tables
    )


def _rows(node: dict[str, Any]) -> int:
    return round(float(node["Actual Rows"]) * float(node["Actual Loops"]))
