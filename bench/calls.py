"""Times calls over HTTP, each many times and in another order each time."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

ROUNDS = 40
Call = tuple[httpx.AsyncClient, str, Mapping[str, Any]]
"""Who asks, which path, and what for."""


@dataclass(frozen=True, slots=True)
class CallTime:
    """Milliseconds of one call from asking to the whole answer; ``found``: its items, tasks or weeks."""

    call: str
    found: int
    p50: float
    p95: float
    p99: float


async def time_calls(calls: Mapping[str, Call], rounds: int = ROUNDS) -> list[CallTime]:
    """Makes each call in turn, in rounds. Raises for an answer that is a problem."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    found: dict[str, int] = {}
    for _ in range(rounds):
        # in another order each time, so that no call always finds what the one before it has read
        for name in random.sample(list(calls), len(calls)):
            client, path, filters = calls[name]
            began = time.perf_counter()
            answer = (await client.get(path, params=dict(filters))).raise_for_status().json()
            taken[name].append((time.perf_counter() - began) * 1_000)
            found[name] = _size(answer)
    return [_summed(name, found[name], taken[name]) for name in calls]


def _size(answer: Mapping[str, Any]) -> int:
    if "items" in answer:
        return len(answer["items"])
    return int(answer["tasks"]["n"] if "tasks" in answer else len(answer["weeks"]))


def _summed(name: str, found: int, taken: list[float]) -> CallTime:
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return CallTime(name, found, cuts[49], cuts[94], cuts[98])
