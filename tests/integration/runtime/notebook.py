"""A very small service for the tests: notes, on paths like any service's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from touchline_contracts.refusal import Refusal
from touchline_runtime import directory
from touchline_runtime.auth import Role
from touchline_runtime.errors import NotFound
from touchline_runtime.http import (
    Command,
    Identifier,
    IfMatch,
    Page,
    PageQuery,
    Query,
    Route,
    ShortText,
    command,
    decode_cursor,
    encode_cursor,
    query,
)
from touchline_runtime.ids import derived_id
from touchline_runtime.testing.events import an_assessment_opened
from touchline_runtime.transaction import Connection, Transaction

INSERT = "INSERT INTO note (id, text, stars, due_at) VALUES ($1, $2, $3, $4)"
LIST = "SELECT id, text FROM note WHERE id > $1 AND ($2::text IS NULL OR text = $2) ORDER BY id LIMIT $3"
COUNT = "SELECT count(*) FROM note"
GET = "SELECT id, text FROM note WHERE id = $1"
LOCK = "SELECT id, text, stars AS revision FROM note WHERE id = $1 FOR UPDATE"
REWRITE = "UPDATE note SET text = $2, stars = stars + 1 WHERE id = $1"


class Tag(BaseModel):
    """A nested value."""

    name: ShortText


class WriteNote(Command):
    """Writes a note down."""

    text: ShortText
    stars: int = 0
    tags: list[Tag] = []
    due_at: AwareDatetime | None = None
    mood: Literal["good", "bad"] | None = None

    @model_validator(mode="after")
    def _bad_moods_need_stars(self) -> WriteNote:
        if self.mood == "bad" and not self.stars:
            raise ValueError("a bad mood needs stars")
        return self


class StarNote(Command):
    """Gives a note stars."""

    note_id: Identifier
    stars: Annotated[int, Field(ge=1, le=5)] = 1


class RewriteNote(IfMatch):
    """Gives a note another text; its stars count how often."""

    note_id: Identifier
    text: ShortText


class DropNote(Command):
    """Drops a note."""

    note_id: Identifier


class ReadNote(Query):
    """One note."""

    note_id: Identifier


class ListNotes(PageQuery):
    """Notes, by id."""

    text: str | None = None


class NoteView(BaseModel):
    """A note."""

    id: str
    text: str


class RevisedNote(NoteView):
    """A note that several people write on."""

    revision: int


async def write_note(tx: Transaction, command: WriteNote) -> NoteView:
    """Writes a note and says so."""
    note = NoteView(id=derived_id(tx.cause.id if tx.cause else ""), text=command.text)
    if command.text == "slow":
        await asyncio.sleep(0.2)
    if command.text == "bug":
        raise ZeroDivisionError("secret detail")
    await tx.conn.execute(INSERT, note.id, command.text, command.stars, command.due_at)
    tx.emit(an_assessment_opened(assessment_id=note.id))
    return note


async def star_note(tx: Transaction, command: StarNote) -> NoteView:
    """Refuses: stars are out of stock."""
    raise Refusal("no-stars", "There are no stars left.", "stars" if command.stars > 3 else None)


async def rewrite_note(tx: Transaction, command: RewriteNote) -> RevisedNote:
    """Writes over what the caller has seen."""
    found = RevisedNote.model_validate(dict(await tx.conn.fetchrow(LOCK, command.note_id) or {}))
    command.require_current(found)
    await tx.conn.execute(REWRITE, command.note_id, command.text)
    return RevisedNote(id=found.id, text=command.text, revision=found.revision + 1)


async def drop_note(tx: Transaction, command: DropNote) -> None:
    """Drops nothing, and answers nothing."""


async def read_note(conn: Connection, query: ReadNote) -> NoteView:
    """One note."""
    row = await conn.fetchrow(GET, query.note_id)
    if row is None:
        raise NotFound("note", query.note_id)
    return NoteView(id=row["id"], text=row["text"])


async def list_notes(conn: Connection, query: ListNotes) -> Page[NoteView]:
    """Notes in pages."""
    after = decode_cursor(query.after, 1)[0] if query.after else ""
    rows = await conn.fetch(LIST, after, query.text, query.limit + 1)
    items = [NoteView(id=row["id"], text=row["text"]) for row in rows[: query.limit]]
    return Page(items=items, next=encode_cursor(items[-1].id) if len(rows) > query.limit else None)


async def team_notes(conn: Connection, query: ReadNote) -> Page[NoteView]:
    """Notes of a team, for those who lead it."""
    await directory.require_team(conn, query.by, query.note_id, Role.COACHING_ADMIN)
    return Page(items=[])


async def person_notes(conn: Connection, query: ReadNote) -> Page[NoteView]:
    """Notes about a person, for who leads them and themselves."""
    await directory.require_person(conn, query.by, query.note_id, Role.COACHING_ADMIN, or_self=True)
    return Page(items=[])


ROUTES: tuple[Route, ...] = (
    command("POST", "/notes", write_note, roles=(Role.COACH,), status=201),
    query("/notes", list_notes, roles=()),
    query("/notes/{note_id}", read_note, roles=()),
    command("POST", "/notes/{note_id}/stars", star_note, roles=()),
    command("POST", "/notes/{note_id}/text", rewrite_note, roles=()),
    command("DELETE", "/notes/{note_id}", drop_note, roles=()),
    query("/teams/{note_id}/notes", team_notes, roles=(Role.COACH,)),
    query("/persons/{note_id}/notes", person_notes, roles=()),
)


@dataclass(frozen=True)
class Notebook:
    """The service."""

    name: str = "notebook"
    title: str = "Notebook"
    routes: tuple[Route, ...] = ROUTES
    migrations: Path = field(default_factory=lambda: Path(__file__).parent / "notebook_migrations")
