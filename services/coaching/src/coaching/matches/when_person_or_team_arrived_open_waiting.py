"""Decision: the directory told of a trainee or team that matches were waiting for."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.assessments import store as assessments
from coaching.assessments.open_matched import Opening, open_matched
from coaching.matches import store
from coaching.matches.match import MatchKey
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities import store as opportunities
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_runtime.transaction import Transaction

Arrival = PersonChanged | TeamChanged


async def when_person_or_team_arrived_open_waiting(tx: Transaction, events: Sequence[Arrival]) -> None:
    """Opens what can be decided now, and keeps what was told for the rest.

    Runs after the directory's copy was written, which waits for those who are making waiting rows.
    """
    persons = {event.id for event in events if isinstance(event, PersonChanged)}
    teams = {event.id for event in events if isinstance(event, TeamChanged)}
    waiting = {match.key: match for match in await store.waiting_for(tx.conn, persons, teams)}
    if not waiting:
        return
    decided = _tell(waiting, events)
    await store.wait(tx.conn, list(waiting.values()))
    await _open(tx, decided)


def _tell(
    waiting: dict[MatchKey, WaitingMatch], events: Sequence[Arrival]
) -> list[tuple[Arrival, WaitingMatch]]:
    """Folds the events into ``waiting`` and takes out of it what became decidable, with its cause."""
    concerned: dict[tuple[type[Arrival], str | None], list[MatchKey]] = {}
    for match in waiting.values():
        concerned.setdefault((PersonChanged, match.trainee_id), []).append(match.key)
        concerned.setdefault((TeamChanged, match.team_id), []).append(match.key)
    decided: list[tuple[Arrival, WaitingMatch]] = []
    for event in events:
        for key in concerned.get((type(event), event.id), ()):
            if key not in waiting:
                continue
            waiting[key] = waiting[key].told(event)
            if waiting[key].decidable:
                decided.append((event, waiting.pop(key)))
    return decided


async def _open(tx: Transaction, decided: Sequence[tuple[Arrival, WaitingMatch]]) -> None:
    await store.decided(tx.conn, [match.key for _, match in decided])
    rules = await opportunities.by_ids(tx.conn, {match.key.opportunity_id for _, match in decided})
    openings = []
    for event, match in decided:
        rule = rules[match.key.opportunity_id]
        openings.append(Opening(event, rule, match.key, match.trainee_id, match.team_id, match.coach(rule)))
    await open_matched(tx, openings)
    # of these tasks no further event may come
    await assessments.date(tx.conn, sorted({match.key.task_number for _, match in decided}))
