"""Guided rows: the CEL that is made of them answers as anybody would by looking at the rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given

from coaching.conditions.condition import MAX_LENGTH, compile_condition
from coaching.conditions.given import compile_given
from coaching.conditions.guided import DEEPEST, cel_of
from tests.unit.coaching.rows import ROWS, TASKS, TREES, by_looking, depth
from touchline_contracts.refusal import Refusal
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.testing.events import a_task_closed

ROW: dict[str, Any] = {"field": "priority", "operator": "equals", "value": "high"}


def refused(guided: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        compile_given(None, guided)
    return caught.value


@given(TREES, TASKS)
def test_rows_and_groups_answer_as_by_looking(tree: dict[str, Any], task: TaskEvent) -> None:
    assume(depth(tree) <= DEEPEST)
    text = cel_of(tree)
    assume(len(text) <= MAX_LENGTH)
    assert compile_condition(text).holds(task) == by_looking(tree, task)


@given(ROWS, TASKS)
def test_a_single_row_answers_as_by_looking(row: dict[str, Any], task: TaskEvent) -> None:
    assert compile_given(None, row).holds(task) == by_looking(row, task)


def test_the_cel_of_rows_can_be_read() -> None:
    either = {"any": [{"field": "rating", "operator": "less", "value": 4}, ROW]}
    breached = {"field": "sla_breached", "operator": "is_true"}
    assert cel_of({"all": [breached, either]}) == 'sla_breached && (rating < 4 || priority == "high")'


def test_quotes_in_a_value_stay_within_it() -> None:
    condition = compile_given(None, ROW | {"value": '" || true || "'})
    assert not condition.holds(a_task_closed(priority="high"))
    assert condition.holds(a_task_closed(priority='" || true || "'))


@pytest.mark.parametrize(
    ("guided", "field", "reason"),
    [
        ({}, "guided", "exactly one of"),
        (ROW | {"all": [ROW]}, "guided", "exactly one of"),
        ({"all": [ROW], "operator": "equals"}, "guided", "neither operator nor value"),
        ({"all": []}, "guided.all", "1 to 50"),
        ({"any": [ROW] * 51}, "guided.any", "1 to 50"),
        ({"all": [ROW, ROW | {"field": "prioritee"}]}, "guided.all.1.field", "did you mean priority?"),
        (ROW | {"field": "attributes"}, "guided.field", "attributes (map"),
        (ROW | {"field": "attributes."}, "guided.field", "attributes (map"),
        (ROW | {"field": "priority.high"}, "guided.field", "there is no field"),
        (ROW | {"operator": "greater"}, "guided.operator", "contains"),
        ({"field": "priority"}, "guided.operator", "takes one of equals"),
        (ROW | {"value": 3}, "guided.value", "takes a text"),
        (ROW | {"value": ["high"]}, "guided.value", "takes a text"),
        (ROW | {"operator": "contains", "value": ""}, "guided.value", "at least one character"),
        (ROW | {"operator": "empty"}, "guided.value", "takes no value"),
        (ROW | {"operator": "one_of"}, "guided.value", "a list of 1 to 100"),
        (ROW | {"operator": "one_of", "value": ["a", 1]}, "guided.value.1", "takes a text"),
        ({"field": "rating", "operator": "less", "value": True}, "guided.value", "takes a number"),
        ({"field": "rating", "operator": "less", "value": 2.0**60}, "guided.value", "takes numbers from"),
        (
            {"field": "rating", "operator": "between", "value": [2, 1]},
            "guided.value",
            "lowest number comes first",
        ),
        ({"field": "rating", "operator": "between", "value": [2]}, "guided.value", "list of two"),
        (ROW | {"operator": "one_of", "value": ["x" * 30] * 99}, "guided", f"at most {MAX_LENGTH}"),
    ],
)
def test_rows_that_make_no_sense_are_refused_by_their_place(
    guided: dict[str, Any], field: str, reason: str
) -> None:
    refusal = refused(guided)
    assert (refusal.field, reason in refusal.detail) == (field, True), refusal.detail


def test_groups_may_not_be_nested_without_end() -> None:
    nested: dict[str, Any] = ROW
    for _ in range(DEEPEST):
        nested = {"all": [nested, ROW]}
    assert compile_given(None, nested).holds(a_task_closed(priority="high"))
    assert "no deeper" in refused({"any": [nested]}).detail


def test_fifty_rows_are_not_too_many() -> None:
    rows = [{"field": "rating", "operator": "less", "value": value} for value in range(50)]
    assert compile_given(None, {"any": rows}).text.count("||") == 49


@pytest.mark.parametrize(("condition", "guided"), [(None, None), ("true", ROW)])
def test_exactly_one_of_cel_and_rows_is_wanted(condition: str | None, guided: dict[str, Any] | None) -> None:
    with pytest.raises(Refusal) as caught:
        compile_given(condition, guided)
    assert caught.value.field == "condition"
