"""How the coverage of a team looks over HTTP."""

from __future__ import annotations

from pydantic import BaseModel

from skills.coverage.coverage import coverage_of
from skills.coverage.store import OfTeam


class TeamCoverage(BaseModel):
    """A team's active ``members`` against its ``needs``: the skills that its tasks of the last 90 days call
    for. ``held``: by a member at least; ``held_by_one``: by one alone. Shares are from 0 to 1, null is no
    data. ``coverage``: of the needs, those held; ``coverage_by_tasks``: each need as often as tasks call for
    it; ``coverage_by_members``: of what each member could hold of them; ``inferred``: of the calls of tasks
    for skills, those that no tag says.
    """

    team_id: str
    name: str
    members: int
    needs: int
    held: int
    held_by_one: int
    coverage: float | None
    coverage_by_tasks: float | None
    coverage_by_members: float | None
    inferred: float | None


def shown(team: OfTeam) -> TeamCoverage:
    """What was counted of a team, with the shares that it comes to."""
    shares = coverage_of(team.counted)
    return TeamCoverage(
        team_id=team.team_id,
        name=team.name,
        members=team.counted.members,
        needs=team.counted.needs,
        held=team.counted.held,
        held_by_one=team.counted.held_by_one,
        coverage=shares.of_needs,
        coverage_by_tasks=shares.of_tasks,
        coverage_by_members=shares.of_members,
        inferred=shares.inferred,
    )
