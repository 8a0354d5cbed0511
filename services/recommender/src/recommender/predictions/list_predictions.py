"""Query: what was predicted for a person, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import orjson
from pydantic import BaseModel, Field

from recommender.predictions import store
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.http import Page, PageQuery, SampleView, encode_cursor, moment, read_cursor
from touchline_runtime.transaction import Connection


class ListPredictions(PageQuery):
    """Whose predictions."""

    person: Annotated[str, Field(min_length=1, max_length=200)]


class PredictionView(BaseModel):
    """A predicted skill. ``state``: open, approved, rejected, lifted or withdrawn."""

    id: str
    person_id: str
    skill_id: str
    team_id: str | None
    state: str
    confidence: float
    explanation: str
    samples: list[SampleView]
    model_version: str
    predicted_at: datetime


async def list_predictions(conn: Connection, query: ListPredictions) -> Page[PredictionView]:
    """Predictions for a person in the caller's teams. Raises Forbidden for anybody else."""
    await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    after = read_cursor(query.after, 2, _place)
    rows = await store.page(conn, query.person, after, query.limit + 1)
    items = [
        PredictionView(**{**row, "samples": orjson.loads(row["samples"])}) for row in rows[: query.limit]
    ]
    if len(rows) <= query.limit:
        return Page(items=items)
    return Page(items=items, next=encode_cursor(items[-1].predicted_at.isoformat(), items[-1].id))


def _place(predicted_at: str, id: str) -> tuple[datetime, str]:
    return moment(predicted_at), id
