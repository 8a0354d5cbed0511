"""How much, and for how long, a caller may ask of a service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and connections. ``answer``: between two pieces of an answer, the first included."""

    connect: float = 3.0
    send: float = 15.0
    answer: float = 60.0
    body: int = 2 * 1024 * 1024
    connections: int = 200

    def timeouts(self) -> dict[str, float]:
        """In the form that the transport takes."""
        return {"connect": self.connect, "write": self.send, "read": self.answer, "pool": self.connect}
