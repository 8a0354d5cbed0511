"""Guided rows, tasks to ask them of, and the answer that anybody would give by looking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from coaching.conditions.fields import FIELDS
from coaching.conditions.operators import OPERATORS, Operator
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.testing.events import a_task_closed

TEXTS = st.sampled_from(
    ["", "a", "A b", '"', "\\", "é\n", "replace (", "// x", "'''", "😀\x7f\u2028"]
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4)
NUMBERS = st.integers(-3, 3) | st.sampled_from([0.5, -1.5, 1e-7, 2.0**53]) | st.floats(-5, 5)
SCALARS: st.SearchStrategy[Any] = TEXTS | NUMBERS | st.booleans()
_OF = {"text": TEXTS, "number": NUMBERS, "scalar": SCALARS}
_KEYS = st.sampled_from(["region", "a b", 'q"'])

TASKS = st.builds(
    a_task_closed,
    priority=st.none() | TEXTS,
    resolution_notes=TEXTS,
    skills=st.lists(TEXTS.filter(str.strip), max_size=3).map(tuple),
    handle_minutes=st.none() | st.floats(0, 5) | st.integers(0, 3),
    reopen_count=st.integers(0, 3),
    sla_breached=st.none() | st.booleans(),
    attributes=st.dictionaries(_KEYS, st.none() | SCALARS),
)


def _values(operator: Operator) -> st.SearchStrategy[Any]:
    one = _OF[operator.of].filter(bool) if operator.any_case else _OF[operator.of]
    match operator.takes:
        case "nothing":
            return st.none()
        case "value":
            return one
        case "values":
            return st.lists(one, min_size=1, max_size=3)
    return st.lists(one, min_size=2, max_size=2).map(sorted)


def _rows(field: str, key: str) -> st.SearchStrategy[dict[str, Any]]:
    kind = FIELDS[field].kind
    name = f"{field}.{key}" if kind == "map" else field
    return st.sampled_from(OPERATORS[kind]).flatmap(
        lambda operator: _values(operator).map(
            lambda value: {"field": name, "operator": operator.name, "value": value}
        )
    )


_ASKED = (
    "priority",
    "resolution_notes",
    "skills",
    "handle_minutes",
    "reopen_count",
    "sla_breached",
    "attributes",
)
ROWS = st.tuples(st.sampled_from(_ASKED), _KEYS).flatmap(lambda chosen: _rows(*chosen))


def _groups(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return st.tuples(st.sampled_from(["all", "any"]), parts).map(lambda group: {group[0]: group[1]})


TREES = st.recursive(ROWS, _groups, max_leaves=6)


def depth(tree: Mapping[str, Any]) -> int:
    """How many groups stand within each other."""
    parts = tree.get("all") or tree.get("any") or ()
    return 1 + max(map(depth, parts)) if parts else 0


def by_looking(tree: Mapping[str, Any], task: TaskEvent) -> bool:
    """What the rows say of a task; a row about what the task does not tell does not hold."""
    if "all" in tree:
        return all(by_looking(part, task) for part in tree["all"])
    if "any" in tree:
        return any(by_looking(part, task) for part in tree["any"])
    name, _, key = tree["field"].partition(".")
    found: Any = FIELDS[name].read(task)
    return _answer(tree["operator"], found.get(key) if key else found, tree["value"])


def _answer(operator: str, found: Any, value: Any) -> bool:
    match operator:
        case "empty":
            return found is None or found == "" or found == []
        case "not_empty":
            return not _answer("empty", found, value)
        case "is_true" | "is_false":
            return found is (operator == "is_true")
        case "has" | "has_not":
            return (value in found) is (operator == "has")
    if found is None:
        return False
    match operator:
        case "equals" | "one_of":
            return any(_same(found, each) for each in (value if operator == "one_of" else [value]))
        case "not_equals":
            return not _same(found, value)
        case "not_one_of":
            return not any(_same(found, each) for each in value)
        case "contains" | "not_contains" | "starts_with" | "ends_with":
            return isinstance(found, str) and _searched(operator, _lower(found), _lower(value))
    return isinstance(found, int | float) and not isinstance(found, bool) and _ordered(operator, found, value)


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _searched(operator: str, found: str, value: str) -> bool:
    match operator:
        case "contains":
            return value in found
        case "not_contains":
            return value not in found
        case "starts_with":
            return found.startswith(value)
    return found.endswith(value)


def _ordered(operator: str, found: float, value: Any) -> bool:
    match operator:
        case "greater":
            return bool(found > value)
        case "at_least":
            return bool(found >= value)
        case "less":
            return bool(found < value)
        case "at_most":
            return bool(found <= value)
    return bool(value[0] <= found <= value[1])


def _lower(text: str) -> str:
    return "".join(letter.lower() if letter < "\x80" else letter for letter in text)
