"""Decision: a person was given a skill, so a coach shall verify it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from coaching.leads import store as leads
from coaching.matches.decide_new import decide_new
from coaching.matches.match import Match, MatchKey
from coaching.opportunities import store as opportunities
from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.skills import SkillAssigned
from touchline_runtime.transaction import Transaction

VERIFIED = frozenset({"assessment", "import"})
"""Evidence of skills that need no look: a coach has just given them, or they are no news."""
NEW_FOR = timedelta(days=30)
"""How long a skill counts as newly assigned: whoever reads an old topic opens nothing."""


async def when_skill_assigned_open_assessments(tx: Transaction, events: Sequence[SkillAssigned]) -> None:
    """Decides each match, once for each time that a person was given a skill.

    The team is the first by id of those that the person is a member of.
    """
    given = [event for event in events if _calls_for_a_look(event, tx.now)]
    if not given:
        return
    rules = [rule for rule in await opportunities.in_force(tx.conn) if rule.watches_skills]
    if rules:
        teams = await leads.teams_of(tx.conn, {event.person_id for event in given})
        await decide_new(tx, _matches(given, rules, teams))


def _calls_for_a_look(event: SkillAssigned, now: datetime) -> bool:
    return event.evidence.kind not in VERIFIED and event.decided_at > now - NEW_FOR


def _matches(
    events: Sequence[SkillAssigned], rules: Iterable[Opportunity], teams: Mapping[str, str]
) -> list[Match]:
    """The first match of each key, in the order of the events."""
    first: dict[MatchKey, Match] = {}
    for position, event in enumerate(events):
        for rule in rules:
            match = Match.of_skill(position, event, rule, teams.get(event.person_id))
            first.setdefault(match.key, match)
    return list(first.values())
