"""Query: how many of those who work, and of the skills that they hold, the proposals reach."""

from __future__ import annotations

from pydantic import BaseModel

from recommender.grades.coverage import store
from recommender.grades.precision import share_of
from recommender.grades.views import OfPeriod, ShareView, share_view
from touchline_runtime.transaction import Connection


class ShowCoverage(OfPeriod):
    """Takes the period: that of the work."""


class Coverage(BaseModel):
    """``agents``: active ones who finished work in the period. ``reached``: those of them for whom anything
    was ever proposed before its end. ``held``: pairs of such an agent and a skill that they hold now, however
    they got it. ``foreseen``: those of them that had been proposed.
    """

    agents: int
    reached: int
    agents_reached: ShareView | None
    held: int
    foreseen: int
    skills_foreseen: ShareView | None


async def show_coverage(conn: Connection, query: ShowCoverage) -> Coverage:
    """The counts and their shares. Raises Invalid naming ``until``."""
    found = await store.coverage(conn, query.period())
    return Coverage(
        **found._asdict(),
        agents_reached=share_view(share_of(found.reached, found.agents)),
        skills_foreseen=share_view(share_of(found.foreseen, found.held)),
    )
