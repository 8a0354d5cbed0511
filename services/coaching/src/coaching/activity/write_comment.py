"""Command: whoever may see an assessment says something about it."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from coaching.activity.entry import Entry
from coaching.activity.store import note
from coaching.assessments.edit import lock_visible
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Transaction

LONGEST_COMMENT = 10_000


class WriteComment(Command):
    """``text``: 1 to 10,000 characters; white space around it is taken off."""

    id: Identifier
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_COMMENT, strip_whitespace=True)]


async def write_comment(tx: Transaction, command: WriteComment) -> None:
    """Adds a comment to the activity; a closed assessment takes them too, because they change nothing of it.

    Raises NotFound, Forbidden.
    """
    # locked, so that entries are numbered in the order in which they become visible
    await lock_visible(tx, command.id, command.by)
    await note(tx.conn, [Entry(command.id, tx.now, command.by.person_id, "comment", command.text)])
