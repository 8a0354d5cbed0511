"""Command: try a draft of an opportunity on the stored tasks. It stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from coaching.conditions.condition import compile_condition
from coaching.conditions.fields import LONGEST_TEXT
from coaching.dry_runs import store
from coaching.dry_runs.looked_at import LookedAt, Place
from coaching.dry_runs.outlook import Outlook, Prospect
from coaching.dry_runs.stored_task import KEPT, StoredTask, columns_of
from coaching.dry_runs.view import DryRunView, Ran, view_of
from coaching.leads import store as leads
from coaching.leads.team_leads import NOBODY
from coaching.matches.match import MatchKey
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities import store as opportunities
from coaching.opportunities.define_opportunity import Name, OpportunityBody, checked
from coaching.opportunities.opportunity import AGENT, Opportunity
from coaching.tasks.view import TaskView
from touchline_runtime.auth import Role
from touchline_runtime.directory import persons_of, teams_in_scope
from touchline_runtime.errors import Invalid, Unavailable
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Connection, Transaction
from touchline_runtime.turns import Turns

LONGEST_SECONDS = 25.0
DRAFT = "draft"
"""The id of a new one: always the same, so that it draws the same sample when it is tried again."""
TRACED = ("task.opened", "task.assigned", "task.resolved", "task.closed", "task.reopened", "task.rated")
"""What can be told from a stored task. Its times of assigning and reopening are not: its opening counts."""


class DryRunOpportunity(Command, OpportunityBody):
    """A draft as in defining; ``id`` of an existing opportunity draws the sample of its next version.

    Looks at the tasks of the last ``days``.
    """

    id: Identifier | None = None
    name: Name = "Draft"
    days: Annotated[int, Field(ge=1, le=365)] = 30


async def dry_run_opportunity(tx: Transaction, command: DryRunOpportunity) -> DryRunView:
    """How many of the stored tasks match, and what comes of them. Coaches see their teams' alone.

    Raises Refusal as defining does, Unavailable while another runs, and Invalid where it takes too long.
    """
    draft = await _draft(tx.conn, command)
    if not await store.claim(tx.conn):
        raise Unavailable("Another dry run is under way; they run one at a time.", retry_after=10)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return view_of(await _run(tx, command, draft))
    except TimeoutError:
        reason = f"these tasks take longer than {LONGEST_SECONDS:.0f} s: ask for fewer days or name kinds"
        raise Invalid("days", reason, "dry-run-too-long") from None


async def _draft(conn: Connection, command: DryRunOpportunity) -> Opportunity:
    draft = await checked(conn, command.id or DRAFT, command)
    before = await opportunities.by_ids(conn, [draft.id])
    return replace(draft, version=before[draft.id].version + 1) if before else draft


async def _run(tx: Transaction, command: DryRunOpportunity, draft: Opportunity) -> Ran:
    since = tx.now - timedelta(days=command.days)
    scope = await teams_in_scope(tx.conn, command.by, Role.COACHING_ADMIN)
    looked_at = _prepared(draft)
    traced = [name for name in draft.event_types if name in TRACED]
    columns = columns_of({*looked_at.condition.reads, *_attributes(draft)})
    read = store.batches(tx.conn, columns, traced, draft.kinds, scope, since, LONGEST_TEXT)
    turns = Turns()
    async with aclosing(read) as batches:  # type: ignore[type-var]
        async for batch in batches:
            for row in batch:
                looked_at.look_at(StoredTask._make(row))
                if turns.over():
                    await turns.give()
    outlook = Outlook(draft, await _prospects(tx.conn, draft, looked_at.places))
    for chosen in looked_at.chosen():
        outlook.decide(chosen)
        if turns.over():
            await turns.give()
    examples = [TaskView.of(row) for row in await store.examples(tx.conn, looked_at.examples())]
    untraced = [name for name in draft.event_types if name not in TRACED]
    return Ran(since, tx.now, looked_at, outlook, examples, untraced)


def _prepared(draft: Opportunity) -> LookedAt:
    condition = compile_condition(draft.condition)
    return LookedAt(draft, condition, not KEPT.isdisjoint({*condition.reads, *_attributes(draft)}))


def _attributes(draft: Opportunity) -> set[str]:
    """Whether the draft reads a person from the attributes."""
    return {"attributes"} if {draft.trainee_field, draft.coach_field} - {AGENT, None} else set()


async def _prospects(
    conn: Connection, draft: Opportunity, places: Collection[Place]
) -> dict[Place, Prospect]:
    """What the directory tells of each trainee, team and named coach, and who may coach there."""
    persons = await persons_of(conn, {trainee_id for trainee_id, _, _ in places})
    teams = await leads.team_leads(conn, {team_id for _, team_id, _ in places if team_id})
    told: dict[Place, WaitingMatch] = {}
    turns = Turns()
    for place in places:
        trainee_id, team_id, coach_id = place
        person = persons.get(trainee_id)
        told[place] = WaitingMatch(
            key=MatchKey(draft.id, "", 0),
            trainee_id=trainee_id,
            team_id=team_id,
            named_coach_id=coach_id,
            trainee_known=person is not None,
            trainee_manager_id=person and person.manager_id,
            team_known=team_id in teams,
            **teams.get(team_id or "", NOBODY)._asdict(),
        )
        if turns.over():
            await turns.give()
    candidates = {place: match.candidates(draft) for place, match in told.items()}
    availability = await leads.availability(conn, {id for ids in candidates.values() for id in ids})
    return {place: Prospect(draft, told[place], availability.active(candidates[place])) for place in told}
