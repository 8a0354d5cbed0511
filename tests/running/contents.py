"""What a service's database holds, in a form that two databases can be compared in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import orjson

from touchline_runtime.transaction import Connection

PLUMBING = frozenset({"consumer_position", "outbox", "quarantine", "idempotency_key", "subscription_stop"})
"""Tables of the runtime that say how far a service is, not what it decided. Inboxes are left out too."""

COUNTED = frozenset({"holder_week", "holder_week_change", "holder_week_kept"})
"""Tables that a schedule counts from others, which are compared: how far it is says nothing."""

TABLES = """
SELECT c.relname AS name,
    array_agg(a.attname::text ORDER BY a.attnum) AS columns,
    array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'timestamptz'::regtype) AS times
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
GROUP BY c.relname ORDER BY c.relname
"""
ROWS = 'SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "{}" AS t ORDER BY 1'
FIGURES = """
SELECT jsonb_build_array(team_id, skill_id, day, kind, inferred,
    sum(opened), sum(finished), sum(resolved), sum(seconds))::text AS row
FROM (
    SELECT * FROM task_figure
    UNION ALL
    SELECT team, skill_id,
        CASE team WHEN '' THEN date_trunc('week', counted_day::timestamp)::date ELSE counted_day END,
        kind, inferred, opened, finished, resolved, seconds FROM task_delta
    CROSS JOIN LATERAL unnest(ARRAY[team_id, '']) AS team
    CROSS JOIN LATERAL unnest(ARRAY[day, 'infinity']) AS counted_day
    WHERE team IS NOT NULL
) AS figure
GROUP BY team_id, skill_id, day, kind, inferred
HAVING (sum(opened), sum(finished), sum(resolved), sum(seconds)) <> (0, 0, 0, 0) ORDER BY 1
"""
NEEDS = """
SELECT jsonb_build_array(team_id, skill_id, sum(opened), sum(inferred), sum(open))::text AS row
FROM (
    SELECT * FROM team_need
    UNION ALL
    SELECT team_id, skill_id, CASE WHEN day >= first_day THEN opened ELSE 0 END,
        CASE WHEN day >= first_day AND inferred THEN opened ELSE 0 END, opened - finished
    FROM task_delta CROSS JOIN need_window WHERE team_id IS NOT NULL
) AS need
GROUP BY team_id, skill_id HAVING (sum(opened), sum(inferred), sum(open)) <> (0, 0, 0) ORDER BY 1
"""
NUMBERED = "SELECT to_jsonb(person_id)::text AS row FROM person_number ORDER BY 1"
HOLDERS = """
SELECT jsonb_build_array(skill_id, level, person_id)::text AS row
FROM holder_set s JOIN person_number n ON n.block = s.block AND get_bit(s.holders, n.place) = 1
WHERE skill_id NOT IN (SELECT skill_id FROM holder_change)
UNION ALL
SELECT jsonb_build_array(skill_id, level, person_id)::text FROM held_skill
WHERE skill_id IN (SELECT skill_id FROM holder_change) ORDER BY 1
"""
SUMMED = {
    **{"task_delta": FIGURES, "task_figure": FIGURES, "team_need": NEEDS},
    **{"person_number": NUMBERED, "holder_set": HOLDERS, "holder_change": HOLDERS},
}
"""Tables that are the parts of sums: what was added at once or bit by bit, and folded since, is the same."""
OUTBOX = "SELECT topic, key, event_id, headers, payload FROM outbox ORDER BY id"
SHOWN = 40
Contents = dict[str, list[str]]


async def contents(
    conn: Connection, *, times: bool = True, without: Mapping[str, Collection[str]] | None = None
) -> Contents:
    """The rows of every table, sorted, as JSON.

    ``times`` False leaves out all points in time; ``without`` leaves out columns of a table, or, where
    they are ``*``, the table.
    """
    left_out = without or {}
    found: Contents = {}
    for table in await conn.fetch(TABLES):
        name = table["name"]
        ignored = set(left_out.get(name, ())) | (set() if times else set(table["times"] or ()))
        if name not in PLUMBING | COUNTED and not name.endswith("_version") and "*" not in ignored:
            rows = (
                await conn.fetch(SUMMED[name])
                if name in SUMMED
                else await conn.fetch(ROWS.format(name), sorted(ignored))
            )
            found[name] = [row["row"] for row in rows]
    return found


async def outbox_by_key(conn: Connection) -> dict[tuple[str, str], list[tuple[object, ...]]]:
    """What waits to be published, by topic and key: ids, headers and payloads in their order."""
    found: dict[tuple[str, str], list[tuple[object, ...]]] = {}
    for row in await conn.fetch(OUTBOX):
        told = (row["event_id"], orjson.loads(row["headers"]), orjson.loads(row["payload"]))
        found.setdefault((row["topic"], row["key"]), []).append(told)
    return found


def assert_same(found: Contents, wanted: Contents, whose: str = "") -> None:
    """Raises AssertionError that shows the rows that only one of them has."""
    told = differences(found, wanted)
    assert not told, "\n".join([f"{whose}: {len(told)} rows differ", *told[:SHOWN]])


def differences(found: Contents, wanted: Contents) -> list[str]:
    """The rows that only one of them has, for people to read; empty when they are equal."""
    told = []
    for table in sorted({*found, *wanted}):
        there, expected = Counter(found.get(table, ())), Counter(wanted.get(table, ()))
        told += [f"{table} + {row}" for row in (there - expected).elements()]
        told += [f"{table} - {row}" for row in (expected - there).elements()]
    return told
