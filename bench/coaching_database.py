"""A coaching database ready for the benchmark: people, the default opportunities, a full inbox."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.lifecycles import PERSONS, TEAMS
from bench.rules import SEEDED, make_rules, rules_per_event
from bench.touchline_worker import prefill
from coaching.main import SERVICE
from coaching.opportunities import store as opportunities
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.envelope import Envelope, Received
from touchline_contracts.event import Event
from touchline_runtime.directory import SUBSCRIPTIONS as DIRECTORY
from touchline_runtime.migrate import migrate
from touchline_runtime.transaction import Database

UNLIMITED = "update opportunity set coach_weekly_capacity = null"


async def prepare(url: str, inbox_rows: int, in_force: int = SEEDED) -> float:
    """Migrates, which seeds the default opportunities, and fills directory and inbox.

    No coach has a capacity: every match opens an assessment, as many as a run makes.
    Opportunities are added until so many are in force; returns how many of them watch an event on average.
    """
    await migrate(url, service_migrations=SERVICE.migrations)
    database = await Database.connect(url, service="coaching", max_size=2)
    try:
        async with database.transaction(None) as tx:
            await tx.conn.execute(UNLIMITED)
            await make_rules(tx.conn, in_force, tx.now)
            rules = await opportunities.in_force(tx.conn)
            for subscription in DIRECTORY:
                mine = [event for event in _directory() if isinstance(event, subscription.events)]
                view = tx.reacting(subscription.name, [_received(event) for event in mine], emits=False)
                if mine:
                    await subscription.react(view, mine)
    finally:
        await database.close()
    await prefill(url, inbox_rows)
    return rules_per_event(rules)


def _directory() -> list[Event]:
    persons = [f"bench-person-{number:03d}" for number in range(PERSONS)]
    teams = [f"bench-team-{number:02d}" for number in range(TEAMS)]
    found: list[Event] = [PersonChanged(id=id, name=id, revision=1) for id in persons]
    for number, id in enumerate(teams):
        members = tuple(persons[number::TEAMS])
        found.append(TeamChanged(id=id, name=id, manager_id=members[0], member_ids=members, revision=1))
    return found


def _received(event: Event) -> Received[Event]:
    envelope = Envelope(
        id=event.key(), source="/bench", type=event.TYPE, time=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return Received(envelope, event)
