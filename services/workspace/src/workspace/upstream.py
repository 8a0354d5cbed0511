"""A service behind the workspace."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upstream:
    """Reached by callers at ``/api/<name>``; ``url`` is where it listens, seen from here."""

    name: str
    title: str
    purpose: str
    url: str

    @property
    def prefix(self) -> str:
        """The path under which callers reach it."""
        return f"/api/{self.name}"

    def at(self, path: str) -> str:
        """The URL of a path of the service. ``path`` begins with a slash."""
        return self.url.rstrip("/") + path
