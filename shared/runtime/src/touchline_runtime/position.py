"""How far each consumer has read, kept where its effects are: in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from touchline_runtime.transaction import Connection

REGISTER = """
INSERT INTO consumer_position (consumer, cluster_id, topic, partition, next_offset)
SELECT $1, $2, topic, partition, 0 FROM unnest($3::text[], $4::int[]) AS t(topic, partition)
ON CONFLICT DO NOTHING
"""
LOAD = """
SELECT topic, partition, next_offset FROM consumer_position WHERE consumer = $1 AND cluster_id = $2
"""
ADVANCE = """
UPDATE consumer_position AS p SET next_offset = t.next_offset, updated_at = now()
FROM unnest($3::text[], $4::int[], $5::bigint[], $6::bigint[]) AS t(topic, partition, expected, next_offset)
WHERE p.consumer = $1 AND p.cluster_id = $2 AND p.topic = t.topic AND p.partition = t.partition
  AND p.next_offset = t.expected
"""
LOCK = "SELECT 1 FROM consumer_position WHERE consumer = $1 ORDER BY cluster_id, topic, partition FOR UPDATE"


class Place(NamedTuple):
    """One partition of a topic."""

    topic: str
    partition: int


class Fenced(Exception):
    """Another worker has moved a position that this one thought it held."""


async def load(conn: Connection, consumer: str, cluster_id: str, places: Iterable[Place]) -> dict[Place, int]:
    """The next offset of each place; a place never read from starts at 0."""
    wanted = sorted(set(places))
    await conn.execute(
        REGISTER, consumer, cluster_id, [p.topic for p in wanted], [p.partition for p in wanted]
    )
    rows = await conn.fetch(LOAD, consumer, cluster_id)
    known = {Place(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    return {place: known[place] for place in wanted}


async def advance(
    conn: Connection, consumer: str, cluster_id: str, moves: Mapping[Place, tuple[int, int]]
) -> None:
    """Moves each place from its expected to its next offset. Raises Fenced unless all of them stood there."""
    places = sorted(moves)
    status = await conn.execute(
        ADVANCE,
        consumer,
        cluster_id,
        [place.topic for place in places],
        [place.partition for place in places],
        [moves[place][0] for place in places],
        [moves[place][1] for place in places],
    )
    if int(status.rpartition(" ")[2]) != len(places):
        raise Fenced(f"{consumer}: a position was moved by another worker")


async def lock(conn: Connection, consumer: str) -> None:
    """Holds all positions of a consumer, so that it applies nothing until this transaction ends."""
    await conn.execute(LOCK, consumer)
