"""Finds the survey that a command names."""

from __future__ import annotations

from coaching.surveys import store
from coaching.surveys.survey import Survey
from touchline_contracts.refusal import Refusal
from touchline_runtime.transaction import Connection


async def find_survey(conn: Connection, survey_id: str | None, field: str = "survey_id") -> Survey | None:
    """The newest version of the survey; None when none is named. Raises Refusal naming ``field`` for one
    that is not there.
    """
    if survey_id is None:
        return None
    survey = await store.latest(conn, survey_id)
    if survey is None:
        raise Refusal("unknown-survey", f"there is no survey {survey_id!r}", field)
    return survey


def check_scorable(survey: Survey | None) -> None:
    """Raises Refusal for a survey that could never give an assessment its score."""
    if survey is not None and not survey.scorable:
        detail = f"survey {survey.name!r} asks for text alone, so no answers to it can be scored"
        raise Refusal("survey-not-scorable", detail, "survey_id")
