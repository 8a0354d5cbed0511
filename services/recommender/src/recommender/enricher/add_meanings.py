"""One step of the enricher: reads the next cases, and appends to the log what they mean."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from recommender.enricher import store
from recommender.learning_log import store as learning_log
from recommender.learning_log.entry import CaseMeant, CaseTold, Entry
from recommender.model.case import Case
from recommender.model.meaning import Vector
from recommender.model.second_reading import AWAITED, written
from touchline_runtime.transaction import Cause, Database

BATCH = 32
"""Entries looked at together: some tenths of a second of reading, with long texts a second."""

FARTHEST = AWAITED * 4 // 5
"""More entries behind the log's end, cases are left out: the learner would not wait for them any more."""


class Reads(Protocol):
    """A language model."""

    def vectors(self, cases: Sequence[Case]) -> list[Vector]:
        """A vector for each case, in their order."""


async def add_meanings(database: Database, model: Reads, name: str) -> bool:
    """Reads the next entries' cases; False if there are none left. ``name`` is the language model's.

    Cases that are not finished, or have no text, get no vector. Where another enricher was faster, nothing is
    appended twice: whoever moves the position appends.
    """
    async with database.reading() as conn:
        before, length = await store.enriched_to(conn)
        start = max(before, length - FARTHEST)
        entries = await learning_log.read_after(conn, start, BATCH)
    if not entries:
        return False
    cases = [(entry, entry.told.case) for entry in entries if isinstance(entry.told, CaseTold)]
    cases = [(entry, case) for entry, case in cases if case.finished and _has_text(case)]
    vectors = await asyncio.to_thread(model.vectors, [case for _, case in cases]) if cases else []
    meant = [_new(entry, name, vector) for (entry, _), vector in zip(cases, vectors, strict=True)]
    after = entries[-1].position
    async with database.transaction(Cause(f"learning log {after}", "enricher")) as tx:
        if await store.move(tx.conn, before, after):
            await learning_log.append(tx.conn, meant, tx.now)
    return True


def _has_text(case: Case) -> bool:
    return bool(case.short_description or case.text or case.resolution_notes)


def _new(entry: Entry, name: str, vector: Vector) -> learning_log.New:
    told = CaseMeant(entry.position, name, written(vector))
    return learning_log.New(told, entry.correlation_id, entry.traceparent)
