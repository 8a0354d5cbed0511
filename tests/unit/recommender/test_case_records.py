"""Which snapshots of a task are worth learning from."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from recommender.cases.outcome import outcome_of
from recommender.cases.record import CaseRecord, take_in
from recommender.learning_log.entry import CaseTold, fields_of
from recommender.model.case import MAX_TEXT
from touchline_contracts.tasks import Rating, TaskEvent
from touchline_runtime.testing import NOW
from touchline_runtime.testing.events import a_task_closed, a_task_rated, a_task_reopened, a_task_resolved


def after(*tasks: TaskEvent) -> CaseRecord:
    record = None
    for task in tasks:
        record, _ = take_in(record, task, NOW)
    assert record is not None
    return record


def test_a_resolved_task_teaches() -> None:
    _, lesson = take_in(None, a_task_resolved(revision=1), NOW)
    assert lesson is not None
    assert lesson.teaches
    assert lesson.case.finished


def test_closing_a_resolved_task_that_says_the_same_is_no_lesson() -> None:
    resolved = a_task_resolved(revision=1, resolved_at=NOW, closed_at=None)
    closed = a_task_closed(revision=2, resolved_at=NOW, closed_at=NOW)
    record, lesson = take_in(after(resolved), closed, NOW)
    assert lesson is None
    assert record.revision == 2


def test_other_words_on_closing_teach_again() -> None:
    _, lesson = take_in(
        after(a_task_resolved(revision=1)), a_task_closed(revision=2, resolution_notes="Reset it."), NOW
    )
    assert lesson is not None
    assert lesson.teaches


def test_a_stale_snapshot_changes_nothing() -> None:
    known = after(a_task_closed(revision=5))
    assert take_in(known, a_task_resolved(revision=4, resolution_notes="Other."), NOW) == (known, None)


def test_reopening_withdraws_the_case_and_teaches_nothing() -> None:
    _, lesson = take_in(after(a_task_closed(revision=1)), a_task_reopened(revision=2), NOW)
    assert lesson is not None
    assert not lesson.case.finished
    assert not lesson.teaches


def test_a_task_that_was_never_finished_is_no_lesson() -> None:
    record, lesson = take_in(None, a_task_reopened(revision=2), NOW)
    assert lesson is None
    assert not record.finished


def test_a_reopened_task_that_is_finished_again_counts_less_and_is_not_taught_twice() -> None:
    known = after(a_task_closed(revision=1), a_task_reopened(revision=2, reopen_count=1))
    _, lesson = take_in(known, a_task_closed(revision=3, reopen_count=1), NOW)
    assert lesson is not None
    assert not lesson.teaches
    assert lesson.case.outcome == 0.5


def test_a_bad_rating_makes_the_case_count_less() -> None:
    known = after(a_task_closed(revision=1, rating=None))
    _, lesson = take_in(known, a_task_rated(revision=2, rating=Rating(value=1)), NOW)
    assert lesson is not None
    assert lesson.case.outcome < 1


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, 1.0),
        ({"reopen_count": 2}, 0.25),
        ({"reopen_count": 40}, 0.125),
        ({"reassignment_count": 5}, 0.8),
        ({"rating": {"value": 10, "scale_min": 0, "scale_max": 10}}, 1.0),
        ({"rating": {"value": 4, "scale_min": 0, "scale_max": 10}}, 0.5),
    ],
)
def test_reopening_many_hands_and_bad_ratings_make_a_case_count_less(
    fields: dict[str, object], outcome: float
) -> None:
    task = a_task_closed(**{"rating": None, "reopen_count": 0, "reassignment_count": 0, **fields})
    assert outcome_of(task) == pytest.approx(outcome)


def test_tags_are_kept_as_ids_without_repeats() -> None:
    _, lesson = take_in(None, a_task_closed(skills=("Card Payments", "card-payments", "API")), NOW)
    assert lesson is not None
    assert lesson.case.skills == ("api", "card-payments")


def test_a_transcript_is_text_and_a_text_is_bounded() -> None:
    notes = ({"text": "the terminal beeps"}, {"text": "x" * 20_000})
    _, lesson = take_in(None, a_task_closed(description="Broken.", notes=notes), NOW)
    assert lesson is not None
    assert "the terminal beeps" in lesson.case.text
    assert len(lesson.case.text) == MAX_TEXT


def test_a_time_in_the_future_counts_as_now() -> None:
    _, lesson = take_in(None, a_task_closed(resolved_at=NOW + timedelta(days=9)), NOW)
    assert lesson is not None
    assert lesson.case.resolved_at == NOW


def test_a_character_that_no_column_takes_is_replaced() -> None:
    _, lesson = take_in(None, a_task_closed(short_description="a\x00b", description="c\x00d"), NOW)
    assert lesson is not None
    assert "\x00" not in lesson.case.short_description + lesson.case.text


def test_what_json_in_the_database_cannot_hold_is_left_out_of_every_text() -> None:
    given = a_task_closed(category="a\0b", product="a\0b", channel="a\0b", link="a\0b", description="a\0b")
    _, lesson = take_in(None, given, NOW)
    assert lesson is not None
    assert b"\\u0000" not in orjson.dumps(fields_of(CaseTold(lesson.case, True)))
    assert lesson.case.category == "a b"
