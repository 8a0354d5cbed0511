"""Sources with a violation in them, to show that a guard catches it."""

from __future__ import annotations

from textwrap import dedent

from tests.architecture.source import Source

HOLDINGS = "services/skills/src/skills/holdings/"


def planted(path: str, code: str) -> Source:
    """A source that is not in the tree."""
    return Source(path, dedent(code))
