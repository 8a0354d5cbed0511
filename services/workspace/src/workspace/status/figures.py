"""What the page shows of one service, and of all of them together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workspace.upstream import Upstream


class State(StrEnum):
    """How a service is."""

    READY = "ready"
    NOT_READY = "not ready"
    STOPPED = "partly stopped"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True)
class Figures:
    """One service.

    ``to_read`` and ``to_publish`` count events on their way in and out, ``set_aside`` those that could not
    be handled, ``behind_them`` those that wait for them. ``stopped`` names subscriptions that had too many
    failures.
    """

    upstream: Upstream
    state: State
    to_read: int = 0
    to_publish: int = 0
    set_aside: int = 0
    behind_them: int = 0
    stopped: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Events that are on their way through this service."""
        return self.to_read + self.to_publish


def headline(board: Sequence[Figures]) -> str:
    """How all is, in a sentence or two."""
    ready = [one for one in board if one.state is State.READY]
    troubled = [one for one in board if one.state is not State.READY]
    if not ready:
        return "No service is ready."
    if troubled:
        others = " ".join(f"{one.upstream.title}: {one.state}." for one in troubled)
        return f"{len(ready)} of {len(board)} services are ready. {others}"
    waiting = sum(one.waiting for one in board)
    aside = sum(one.set_aside for one in board)
    under_way = f"{waiting:,} events are on their way." if waiting else "Nothing is waiting."
    return f"All {len(board)} services are ready. {under_way}" + (f" {aside:,} set aside." if aside else "")
