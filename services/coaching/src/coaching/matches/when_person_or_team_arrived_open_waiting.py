"""Decision: the directory told of a trainee or team that matches were waiting for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coaching.assessments import store as assessments
from coaching.leads import store as leads
from coaching.leads.availability import Availability
from coaching.matches import store
from coaching.matches.decide_ready import decide_ready, hold_workload, open_decided
from coaching.matches.decision import Ready
from coaching.matches.match import MatchKey
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities import store as opportunities
from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_runtime.directory import lock_directory_alone
from touchline_runtime.transaction import Transaction

Arrival = PersonChanged | TeamChanged


class Complete(NamedTuple):
    """A match that became decidable with the event at this place in the batch."""

    position: int
    match: WaitingMatch


async def when_person_or_team_arrived_open_waiting(tx: Transaction, events: Sequence[Arrival]) -> None:
    """Decides what can be decided now, and keeps what was told for the rest.

    Waits for those who are making waiting rows. Runs before the directory's copy learns of these events:
    who is active is told as of the event that completes a match, however events were batched.
    """
    await lock_directory_alone(tx.conn)
    persons = {event.id for event in events if isinstance(event, PersonChanged)}
    teams = {event.id for event in events if isinstance(event, TeamChanged)}
    waiting = {match.key: match for match in await store.waiting_for(tx.conn, persons, teams)}
    if not waiting:
        return
    complete = _tell(waiting, events)
    await store.wait(tx.conn, list(waiting.values()))
    if complete:
        await _decide(tx, events, complete)


def _tell(waiting: dict[MatchKey, WaitingMatch], events: Sequence[Arrival]) -> list[Complete]:
    """Folds the events into ``waiting`` and takes out of it what became decidable."""
    concerned: dict[tuple[type[Arrival], str | None], list[MatchKey]] = {}
    for match in waiting.values():
        concerned.setdefault((PersonChanged, match.trainee_id), []).append(match.key)
        concerned.setdefault((TeamChanged, match.team_id), []).append(match.key)
    complete: list[Complete] = []
    for position, event in enumerate(events):
        for key in concerned.get((type(event), event.id), ()):
            if key not in waiting:
                continue
            waiting[key] = waiting[key].told(event)
            if waiting[key].decidable:
                complete.append(Complete(position, waiting.pop(key)))
    return complete


async def _decide(tx: Transaction, events: Sequence[Arrival], complete: Sequence[Complete]) -> None:
    rules = await opportunities.by_ids(tx.conn, {match.key.opportunity_id for _, match in complete})
    await hold_workload(tx.conn, rules.values())
    concerned = {id for _, match in complete for id in match.candidates(rules[match.key.opportunity_id])}
    ready = _ready(events, complete, rules, await leads.availability(tx.conn, concerned))
    decisions = await decide_ready(tx, ready)
    await store.decided(tx.conn, decisions, tx.now)
    await open_decided(tx, ready, decisions)
    # of these tasks no further event may come
    await assessments.date(
        tx.conn, sorted({match.key.subject for _, match in complete if match.skill_id is None})
    )


def _ready(
    events: Sequence[Arrival],
    complete: Sequence[Complete],
    rules: Mapping[str, Opportunity],
    availability: Availability,
) -> list[Ready]:
    ready: list[Ready] = []
    read = 0
    for position, match in complete:
        for event in events[read : position + 1]:
            availability.told(event)
        read = position + 1
        rule = rules[match.key.opportunity_id]
        ready.append(Ready(events[position], rule, match, availability.active(match.candidates(rule))))
    return ready
