"""The CloudEvents JSON form of the demo's events."""

from __future__ import annotations

from datetime import datetime

SOURCE = "/demo"


def structured(type: str, id: str, subject: str, at: datetime, data: dict[str, object]) -> dict[str, object]:
    """One event in structured mode."""
    return {
        "specversion": "1.0",
        "id": id,
        "source": SOURCE,
        "type": type,
        "subject": subject,
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }
