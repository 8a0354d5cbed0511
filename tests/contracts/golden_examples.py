"""The golden examples: events as they were published, kept for ever, in the CloudEvents JSON format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "shared" / "contracts" / "examples"
EVENTS_FOLDER = ROOT / "docs" / "events"

PATHS = sorted(EXAMPLES.glob("*/*.json"))


def name_of(path: Path) -> str:
    """Type and case, for the name of a test."""
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> dict[str, Any]:
    """The example as a dictionary."""
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def lost(written: Any, kept: Any, where: str = "data") -> list[str]:
    """What of ``written`` is missing or different in ``kept``; ``kept`` may hold more (later additions)."""
    if isinstance(written, dict) and isinstance(kept, dict):
        return [
            line for name, value in written.items() for line in lost(value, kept.get(name), f"{where}.{name}")
        ]
    if isinstance(written, list) and isinstance(kept, list) and len(written) == len(kept):
        return [line for n, value in enumerate(written) for line in lost(value, kept[n], f"{where}.{n}")]
    return [] if written == kept else [f"{where}: {written!r} became {kept!r}"]
