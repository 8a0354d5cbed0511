"""Who may see an assessment, and who may act on it."""

from __future__ import annotations

from coaching.assessments import store
from coaching.assessments.assessment import Assessment
from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import teams_in_scope
from touchline_runtime.errors import Forbidden, NotFound
from touchline_runtime.transaction import Connection


async def find_visible(conn: Connection, id: str, by: Principal) -> Assessment:
    """The assessment, to read. Raises NotFound, and Forbidden unless the caller may see it."""
    assessment = await store.one(conn, id)
    if assessment is None:
        raise NotFound("assessment", id)
    await require_visible(conn, by, assessment)
    return assessment


async def require_visible(conn: Connection, by: Principal, assessment: Assessment) -> None:
    """Raises Forbidden unless it is about, or assigned to, the caller, who may also own its follow-up, or of
    a team in scope.
    """
    if by.person_id in (assessment.trainee_id, assessment.coach_id) or _follows_up(by, assessment):
        return
    teams = await teams_in_scope(conn, by, Role.COACHING_ADMIN)
    if teams is not None and assessment.team_id not in teams:
        raise Forbidden("This assessment belongs to a team that is not yours.")


def require_coach(by: Principal, assessment: Assessment) -> None:
    """Raises Forbidden unless the caller is the assigned coach, or an admin who is not the trainee."""
    if by.person_id == assessment.trainee_id:
        raise Forbidden("This assessment is about you: your coach acts on it.")
    if by.person_id != assessment.coach_id and not by.has(Role.COACHING_ADMIN):
        raise Forbidden("This assessment is assigned to another coach.")


def require_follower(by: Principal, assessment: Assessment) -> None:
    """Raises Forbidden unless the caller owns its follow-up, or may act as its coach."""
    if not _follows_up(by, assessment):
        require_coach(by, assessment)


def require_trainee(by: Principal, assessment: Assessment) -> None:
    """Raises Forbidden unless the assessment is about the caller."""
    if by.person_id != assessment.trainee_id:
        raise Forbidden("Only the trainee answers the trainee's survey.")


async def require_manager(conn: Connection, by: Principal, assessment: Assessment) -> None:
    """Raises Forbidden unless the caller has its team in scope as a manager, and is not the trainee."""
    teams = await teams_in_scope(conn, by, Role.COACHING_ADMIN)
    if by.person_id == assessment.trainee_id or (teams is not None and assessment.team_id not in teams):
        raise Forbidden("Only a manager of the assessment's team gives it to another coach.")


def _follows_up(by: Principal, assessment: Assessment) -> bool:
    return assessment.follow_up is not None and assessment.follow_up.owner_id == by.person_id
