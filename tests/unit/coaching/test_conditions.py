"""Conditions: what they may say, when they hold, and how a bad one is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.conditions.condition import MAX_LENGTH, compile_condition
from coaching.conditions.faults import ConditionRefused
from coaching.conditions.fields import FIELDS
from touchline_contracts.refusal import Refusal
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events import a_task_closed, a_task_opened, a_task_rated


def refused(text: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        compile_condition(text)
    return caught.value


@pytest.mark.parametrize(
    ("condition", "overrides"),
    [
        ("handle_minutes > 10", {"handle_minutes": 10.5}),
        ("handle_minutes >= 10.5", {"handle_minutes": 10.5}),
        ("minutes_to_resolve > 3 * 24 * 60", {"opened_at": NOW - timedelta(days=4)}),
        (
            "sla_breached && priority.lowerAscii().contains('high')",
            {"sla_breached": True, "priority": "2 - High"},
        ),
        ("'sql' in skills", {"skills": ("sql", "linux")}),
        ("size(resolution_notes.trim()) < 40", {"resolution_notes": "  Done.  "}),
        ("attributes.region == 'emea'", {"attributes": {"region": "emea"}}),
        ("category == ''", {"category": None}),
        ("reopen_count > 1 || handle_minutes > 10", {"reopen_count": 2}),
    ],
)
def test_a_condition_holds_for_a_task_that_meets_it(condition: str, overrides: dict[str, object]) -> None:
    assert compile_condition(condition).holds(a_task_closed(**overrides))


@pytest.mark.parametrize(
    "condition",
    [
        "handle_minutes > 10",
        "handle_minutes <= 10",
        "sla_breached",
        "!sla_breached",
        "rating < 3",
        "rating >= 3",
    ],
)
def test_what_is_not_known_neither_holds_nor_fails(condition: str) -> None:
    assert not compile_condition(condition).holds(a_task_closed())


def test_whether_a_number_is_known_can_be_asked() -> None:
    asked = compile_condition("handle_minutes == null")
    assert asked.holds(a_task_closed())
    assert not asked.holds(a_task_closed(handle_minutes=1))


def test_a_rating_is_read_on_its_own_scale() -> None:
    low = compile_condition("rating_fraction < 0.75")
    assert not low.holds(a_task_rated(rating={"value": 4, "scale_min": 1, "scale_max": 5}))
    assert low.holds(a_task_rated(rating={"value": 4, "scale_min": 0, "scale_max": 10}))


def test_minutes_to_resolve_are_unknown_while_the_task_is_open() -> None:
    assert not compile_condition("minutes_to_resolve >= 0").holds(a_task_opened())


def test_an_attribute_that_is_not_there_does_not_hold() -> None:
    condition = compile_condition("attributes.region == 'emea'")
    assert not condition.holds(a_task_closed())
    assert not condition.holds(a_task_closed(attributes={"region": 2**70}))


def test_an_unknown_field_is_refused_with_its_position_and_the_fields_that_exist() -> None:
    refusal = refused("handle_minutes > 10 &&\n  hadle_minutes < 20")
    assert refusal.field == "condition"
    assert "line 2, column 3: undeclared reference to 'hadle_minutes'" in refusal.detail
    assert all(name in refusal.detail for name in FIELDS)


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("handle_minutes >", "line 1, column 17"),
        ("handle_minutes", "must yield true or false"),
        ("number", "must yield true or false"),
        ("handle_minutes > 'ten'", "No matching overloads"),
        ("priority > 3", "no matching overload"),
        ("number.matches('(')", "invalid regular expression"),
        ("(" * 40 + "true" + ")" * 40, "recursion"),
        ("true || " * 300 + "true", f"at most {MAX_LENGTH}"),
        ("description.replace('a', 'aaaa') == ''", "calls replace()"),
        ("number == '\0'", "no text"),
        ("number == '\ud800'", "no text"),
    ],
)
def test_a_condition_that_cannot_be_evaluated_is_refused(condition: str, reason: str) -> None:
    assert reason in refused(condition).detail


def test_a_condition_whose_search_would_never_end_does_not_hold() -> None:
    nested = "skills.all(a, skills.all(b, skills.all(c, true)))"
    assert not compile_condition(nested).holds(a_task_closed(skills=tuple(f"s{n}" for n in range(50))))


@given(st.text(max_size=60))
def test_any_text_either_compiles_or_is_refused(text: str) -> None:
    with suppress(Refusal):
        compile_condition(text).holds(a_task_closed())


def test_every_field_can_be_named_and_read() -> None:
    for field in FIELDS.values():
        field.read(a_task_opened())
        field.read(a_task_rated(handle_minutes=5, sla_breached=True))
        assert field.name in compile_condition(f"{field.name} == {field.name}").text


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("hadle_minutes > 1", "Did you mean handle_minutes?"),
        ("Priority == 'high'", "Did you mean priority?"),
        ("number.containss('a')", "Did you mean contains?"),
        ("number.foo('a')", "Functions are contains, "),
        ("priority == high", 'Text stands in quotes: "high"; a field of your own is attributes.high.'),
        ("priority = 'high'", "Write == instead of =."),
        ("priority <> 'high'", "Write != instead of <>."),
        ("priority == 'a' and kind == 'b'", "Write && instead of and."),
        ("priority == 'a' OR kind == 'b'", "Write || instead of OR."),
        ("not sla_breached", "Write ! instead of not."),
        ("priority == 'high", "no closing quote"),
        ("handle_minutes > 'ten'", "> does not go between a number and text."),
        ("skills == 'sql'", "== does not go between a list and text."),
    ],
)
def test_a_refusal_says_what_the_author_may_have_meant(condition: str, hint: str) -> None:
    refusal = refused(condition)
    assert isinstance(refusal, ConditionRefused)
    assert hint in " ".join(refusal.fault.hints)


@pytest.mark.parametrize(
    "condition",
    [
        "number.contains('replace (')",
        'number == "and = or"',
        r'number == r"\d" && kind != "join("',
        "number == '''don't split (''' // nor format(this)",
    ],
)
def test_words_in_strings_and_comments_are_no_calls(condition: str) -> None:
    compile_condition(condition)


@pytest.mark.parametrize(
    "condition",
    [
        'number == r"\\" + number.replace("", "") + "\\""',
        "number == '' // don't\n || number.replace('', '') == '' // '",
        "number. replace // it\n ('', '') == ''",
        "number == '''''' + number.split('').join('') + ''''''",
    ],
)
def test_calls_that_conditions_may_not_make_do_not_hide_between_strings(condition: str) -> None:
    assert "which conditions may not" in refused(condition).detail
