"""Decides what new matches become, and records it: for all reactions that find matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coaching.assessments.importance import Importance, of_new_skill, of_task
from coaching.assessments.open_matched import assessment_id
from coaching.leads import store as leads
from coaching.leads.team_leads import NOBODY
from coaching.matches import store
from coaching.matches.decide_ready import decide_ready, hold_workload, open_decided
from coaching.matches.decision import Decision, Outcome, Ready
from coaching.matches.match import Match, MatchKey
from coaching.matches.waiting import WaitingMatch
from touchline_contracts.skills import SkillAssigned
from touchline_runtime.directory import lock_directory, persons_of
from touchline_runtime.transaction import Connection, Transaction


async def decide_new(tx: Transaction, found: Sequence[Match]) -> None:
    """Decides each match that was not decided before, and opens the assessments that come of it.

    ``found`` are in the order of the events, at most one of a key.
    """
    sampled = {match.key for match in found if match.sampled}
    if sampled:
        await lock_directory(tx.conn)
        await hold_workload(tx.conn, (match.opportunity for match in found if match.key in sampled))
    # what was decided is read under the locks: it must be neither decided nor counted again
    before = await store.known(tx.conn, [match.key for match in found])
    await _decide(tx, [match for match in found if match.key not in before], sampled)


async def _decide(tx: Transaction, matches: Sequence[Match], sampled: set[MatchKey]) -> None:
    told = await _what_is_told(tx.conn, [match for match in matches if match.key in sampled])
    ready = await _ready(tx.conn, matches, told)
    decisions = await decide_ready(tx, ready)
    recorded = [_recorded(match, told.get(match.key), decisions) for match in matches]
    new = await store.record(tx.conn, recorded, tx.now)
    waiting = (match for match in told.values() if not match.decidable)
    await store.wait(tx.conn, [match for match in waiting if match.key in new])
    await open_decided(tx, (each for each in ready if each.match.key in new), decisions)


async def _what_is_told(conn: Connection, matches: Sequence[Match]) -> dict[MatchKey, WaitingMatch]:
    """What the directory has told, which is held still: nobody arrives before the waiting row is there."""
    if not matches:
        return {}
    persons = await persons_of(conn, {match.trainee_id for match in matches})
    teams = await leads.team_leads(conn, {id for match in matches if (id := match.team_id)})
    return {
        match.key: WaitingMatch(
            key=match.key,
            trainee_id=match.trainee_id,
            team_id=match.team_id,
            named_coach_id=match.named_coach_id,
            skill_id=match.skill_id,
            trainee_known=match.trainee_id in persons,
            trainee_manager_id=(person := persons.get(match.trainee_id)) and person.manager_id,
            team_known=match.team_id in teams,
            importance=_importance(match),
            **teams.get(match.team_id or "", NOBODY)._asdict(),
        )
        for match in matches
    }


def _importance(match: Match) -> Importance:
    if isinstance(match.event, SkillAssigned):
        return of_new_skill(match.event.skill_id)
    return of_task(match.event, always_coached=match.trainee_id in match.opportunity.always_coach)


async def _ready(
    conn: Connection, matches: Sequence[Match], told: Mapping[MatchKey, WaitingMatch]
) -> list[Ready]:
    """Those that can be decided now, in the order of the events, with who may coach them."""
    candidates = {
        match.key: known.candidates(match.opportunity)
        for match in matches
        if (known := told.get(match.key)) and known.decidable
    }
    availability = await leads.availability(conn, {id for ids in candidates.values() for id in ids})
    return [
        Ready(match.event, match.opportunity, told[match.key], availability.active(candidates[match.key]))
        for match in matches
        if match.key in candidates
    ]


def _recorded(
    match: Match, told: WaitingMatch | None, decisions: Mapping[MatchKey, Decision]
) -> store.Recorded:
    if told is None:
        percent = f"{match.opportunity.sampling_percent:g}"
        decision = Decision(Outcome.UNSAMPLED, f"not among the {percent} % sampled: a control")
    elif not told.decidable:
        decision = Decision(Outcome.WAITING, f"the directory has not told of {told.missing} yet")
    else:
        decision = decisions[match.key]
    return store.Recorded(
        key=match.key,
        opportunity_version=match.opportunity.version,
        trainee_id=match.trainee_id,
        team_id=match.team_id,
        skill_id=match.skill_id,
        assessment_id=assessment_id(match.key) if told and (decision.opens or not told.decidable) else None,
        decision=decision,
    )
