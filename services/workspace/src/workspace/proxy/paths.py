"""Which paths of a service callers may reach. Pure."""

from __future__ import annotations

from urllib.parse import unquote

_INSIDE = frozenset(("metrics", "health"))
"""For those who run the services: reached on the service's own port, never from outside."""


def path_in_service(raw_path: bytes, prefix: str) -> str | None:
    """The path to ask the service for, escapes as they came; None for one that is not for callers.

    Dots that walk up the tree are refused: another program might read them differently.
    """
    path = raw_path.decode("ascii", "replace").removeprefix(prefix) or "/"
    segments = [unquote(segment) for segment in path.split("/")]
    if not path.startswith("/") or any(_walks(segment) for segment in segments):
        return None
    # A service knows its own prefix and would take it off once more.
    if "/".join(segments).startswith(prefix):
        return None
    first = next((segment for segment in segments if segment), "")
    return None if first.lower() in _INSIDE else path


def _walks(segment: str) -> bool:
    return "\\" in segment or any(part in (".", "..") for part in segment.split("/"))
