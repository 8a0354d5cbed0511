"""Opportunities for the benchmark: as many as are asked for, of all kinds, that hardly ever match."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

import orjson

from bench.lifecycles import messages
from coaching.opportunities import store
from coaching.opportunities.opportunity import Opportunity
from touchline_runtime.transaction import Connection

SEEDED = 6
"""Default opportunities, which are in force beside those made here."""
_EVENT_TYPES = (
    ("task.assigned",),
    ("task.resolved", "task.closed"),
    ("task.closed",),
    ("task.rated",),
    ("task.escalated",),
    ("task.reopened", "task.closed"),
)
_KINDS: tuple[tuple[str, ...], ...] = (("case",), ("incident",), (), ("interaction",))
_CONDITIONS = (
    'priority.contains("critical") && category == "network" && reopen_count > {n}',
    "handle_minutes > {n} + 500",
    "minutes_to_resolve > ({n} + 90) * 24 * 60",
    'resolution_notes.contains("escalation {n}")',
    'attributes.region == "region {n}" && size(skills) > 0',
    "rating_fraction < 0.01 * {n} - 1.0",
    'team_id == "bench-team-{n}" && note_count > 20',
)


async def make_rules(conn: Connection, in_force: int, now: datetime) -> None:
    """Stores opportunities, no two alike, until so many are in force."""
    for n in range(SEEDED, in_force):
        rule = Opportunity(
            id=f"bench-{n:03d}",
            version=1,
            name=f"Rule {n}",
            event_types=_EVENT_TYPES[n % len(_EVENT_TYPES)],
            kinds=_KINDS[n % len(_KINDS)],
            condition=_CONDITIONS[n % len(_CONDITIONS)].format(n=n),
            sampling_percent=100,
            coach_rule="team_manager",
            coach_id=None,
            survey=None,
            survey_required=False,
            days_until_due=7,
            active=True,
            coach_weekly_capacity=None,
        )
        await store.save(conn, rule, "bench", now)


def rules_per_event(rules: Iterable[Opportunity], sample: int = 5_000) -> float:
    """How many of the rules watch an event, on average over the first events: these are evaluated."""
    found = list(rules)
    watching: dict[tuple[str, str], int] = {}
    total = 0
    for message in islice(messages(sample), sample):
        place = (dict(message.headers)["ce_type"].decode(), orjson.loads(message.value)["kind"])
        if place not in watching:
            watching[place] = sum(rule.watches(*place) for rule in found)
        total += watching[place]
    return total / sample
