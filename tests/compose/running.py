"""The compose file's services at work."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, TypeVar

from tests.compose.containers import Containers
from tests.compose.guards import DONE
from touchline_runtime.testing.callers import Issuer

T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """All services, the provider that signs people in, and the broker's address."""

    containers: Containers
    issuer: Issuer
    bootstrap: str

    @property
    def address(self) -> str:
        """The one published port."""
        (name,) = (name for name, service in self.containers.services.items() if service.published)
        return self.containers.url(name)


async def start_order(containers: Containers) -> None:
    """Starts what is built here as ``depends_on`` says, and waits until all is healthy.

    Raises StartFailed where a service does not become healthy, or a step that others wait for fails.
    """
    services = containers.services
    order = TopologicalSorter({name: one.conditions for name, one in services.items()})
    ended = {name for one in services.values() for name, what in one.conditions.items() if what == DONE}
    for name in order.static_order():
        if services[name].dockerfile is None:
            continue
        process = containers.start(name)
        if name in ended:
            code = await process.wait()
            assert code == 0, process.last_lines()
    await containers.until_healthy(*(name for name in containers.processes if name not in ended))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs to the end in a loop and thread of its own: the tests' loops are none of its business."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
