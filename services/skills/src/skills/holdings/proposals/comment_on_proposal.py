"""Command: a note in a proposal's activity stream, without a decision, in any state."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from skills.holdings.proposals import store
from skills.holdings.proposals.decide import open_proposal
from skills.holdings.proposals.views import Activity
from touchline_contracts.event import LONGEST_TEXT
from touchline_runtime.http import Command
from touchline_runtime.transaction import Transaction


class CommentOnProposal(Command):
    """A note about the proposal ``id``."""

    id: str
    comment: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=r"\S", description="Not only spaces")]


async def comment_on_proposal(tx: Transaction, command: CommentOnProposal) -> Activity:
    """Adds the note, numbered under the person's lock. Raises NotFound, or Forbidden as decisions do."""
    opened = await open_proposal(tx.conn, command.by, command.id)
    by = command.by.person_id
    await store.add_activity(tx.conn, opened.proposal.id, "commented", by, command.comment, tx.now)
    return Activity(kind="commented", actor=by, comment=command.comment, at=tx.now)
