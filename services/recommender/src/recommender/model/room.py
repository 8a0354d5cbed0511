"""How many skills a model has weights for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

MOST_CLASSES = 2_000
"""Tags are free text, and each takes memory and makes every step longer."""


def with_room(skills: Sequence[str], known: Collection[str], most: int) -> tuple[str, ...]:
    """Those of the skills that have weights already, or for which there is room."""
    new = [skill for skill in dict.fromkeys(skills) if skill not in known]
    left_out = new[max(most - len(known), 0) :]
    return tuple(skill for skill in skills if skill not in left_out)
