"""Who leads a team, in the order in which they are asked to coach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class TeamLeads(NamedTuple):
    """The manager, then additional managers by id; and the coaches by id."""

    team_managers: tuple[str, ...] = ()
    team_coaches: tuple[str, ...] = ()


NOBODY = TeamLeads()


def leads_of(manager_id: str | None, additional_ids: Iterable[str], coach_ids: Iterable[str]) -> TeamLeads:
    """Those of a team with this manager, if it has one, and these additional managers and coaches."""
    first = (manager_id,) if manager_id else ()
    return TeamLeads((*first, *sorted(set(additional_ids) - set(first))), tuple(sorted(set(coach_ids))))
