"""Decides the matches that are ready, and opens the assessments that come of them: for both reactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from coaching.assessments.open_matched import Opening, open_matched
from coaching.matches.decision import Decision, Ready, decide
from coaching.matches.match import MatchKey
from coaching.opportunities.opportunity import Opportunity
from coaching.workload import store as workloads
from coaching.workload.workload import Workload, week_of
from touchline_runtime.transaction import Connection, Transaction


async def hold_workload(conn: Connection, opportunities: Iterable[Opportunity]) -> None:
    """Lets nobody else count while this transaction decides, where any of these asks for counting."""
    if any(opportunity.counts for opportunity in opportunities):
        await workloads.lock(conn)


async def decide_ready(tx: Transaction, ready: Sequence[Ready]) -> dict[MatchKey, Decision]:
    """Decides them one after the other. The directory and the workload must be held still."""
    if not ready:
        return {}
    workload = await _workload(tx, ready)
    decisions = {each.match.key: decide(each, workload) for each in ready}
    await workloads.save_turns(tx.conn, workload)
    return decisions


async def open_decided(
    tx: Transaction, ready: Iterable[Ready], decisions: Mapping[MatchKey, Decision]
) -> None:
    """Opens the assessments of those matches that were decided so."""
    openings = [
        Opening(
            cause=each.cause,
            opportunity=each.opportunity,
            key=key,
            trainee_id=each.match.trainee_id,
            team_id=each.match.team_id,
            coach_id=decision.coach_id,
            importance=each.match.importance,
            skill_id=each.match.skill_id,
        )
        for each in ready
        if (decision := decisions[key := each.match.key]).opens
    ]
    await open_matched(tx, openings)


async def _workload(tx: Transaction, ready: Sequence[Ready]) -> Workload:
    limited = [each for each in ready if each.opportunity.agent_limit is not None]
    turning = [each for each in ready if each.opportunity.coach_rule == "rotation"]
    return await workloads.load(
        tx.conn,
        coaches={coach for each in ready for coach in each.coaches},
        week=week_of(tx.now),
        trainees={
            (each.opportunity.id, each.match.trainee_id, tx.now - _period(each.opportunity))
            for each in limited
        },
        teams={team_id for each in turning if (team_id := each.match.team_id) is not None},
    )


def _period(opportunity: Opportunity) -> timedelta:
    return timedelta(days=opportunity.agent_limit_days)
