"""Decision: a task met an opportunity's condition, so a coach shall look at it."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.assessments.open_matched import Opening, assessment_id, open_matched
from coaching.matches import store
from coaching.matches.match import Match, MatchKey, counting
from coaching.matches.rulebook import Rulebook
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities import store as opportunities
from coaching.tasks import store as tasks
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.directory import lock_directory, persons_of
from touchline_runtime.transaction import Connection, Transaction


async def when_task_changed_open_assessments(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Opens an assessment for each sampled match, once for each closure of a task; records the rest.

    Runs before the stored tasks learn of these events: what they hold tells which snapshots are stale.
    """
    matches = await Rulebook(await opportunities.in_force(tx.conn)).matches(events)
    if not matches:
        return
    stored = await tasks.revisions(tx.conn, {match.event.number for match in matches})
    found = counting(matches, events, stored)
    sampled = [match for match in found if match.opportunity.chooses(match.event.number, match.trainee_id)]
    known = await _what_is_known(tx.conn, sampled)
    new = await store.record(tx.conn, [_recorded(match, known.get(match.key)) for match in found], tx.now)
    await _decide(tx, [(match, known[match.key]) for match in sampled if match.key in new])


async def _decide(tx: Transaction, matches: Sequence[tuple[Match, WaitingMatch]]) -> None:
    await store.wait(tx.conn, [waiting for _, waiting in matches if not waiting.decidable])
    openings = (
        Opening(
            match.event,
            match.opportunity,
            match.key,
            match.trainee_id,
            waiting.team_id,
            waiting.coach(match.opportunity),
        )
        for match, waiting in matches
        if waiting.decidable
    )
    await open_matched(tx, list(openings))


async def _what_is_known(conn: Connection, matches: Sequence[Match]) -> dict[MatchKey, WaitingMatch]:
    """Holds the directory still, so that nobody arrives between this look and the waiting row."""
    if not matches:
        return {}
    await lock_directory(conn)
    persons = await persons_of(conn, {match.trainee_id for match in matches})
    teams = await store.team_managers(conn, {id for match in matches if (id := match.event.team_id)})
    return {
        match.key: WaitingMatch(
            key=match.key,
            trainee_id=match.trainee_id,
            team_id=match.event.team_id,
            trainee_known=match.trainee_id in persons,
            trainee_manager_id=(person := persons.get(match.trainee_id)) and person.manager_id,
            team_known=match.event.team_id in teams,
            team_managers=teams.get(match.event.team_id or "", ()),
        )
        for match in matches
    }


def _recorded(match: Match, known: WaitingMatch | None) -> store.Recorded:
    outcome = "unsampled" if known is None else "opened" if known.decidable else "waiting"
    return store.Recorded(
        key=match.key,
        opportunity_version=match.opportunity.version,
        outcome=outcome,
        trainee_id=match.trainee_id,
        team_id=match.event.team_id,
        assessment_id=None if known is None else assessment_id(match.key),
    )
