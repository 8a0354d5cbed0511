"""What a guided row may ask of a field, by the field's kind, and how CEL says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coaching.conditions.fields import Kind

Takes = Literal["nothing", "value", "values", "range"]
Of = Literal["text", "number", "scalar"]


@dataclass(frozen=True, slots=True)
class Operator:
    """``takes`` says how many values it wants and ``of`` which ones; ``cel`` is a template."""

    name: str
    label: str
    cel: str
    takes: Takes = "nothing"
    of: Of = "scalar"
    any_case: bool = False


def _equality(of: Of, known: str = "") -> tuple[Operator, ...]:
    return (
        Operator("equals", "is", "{field} == {value}", "value", of),
        Operator("not_equals", "is not", known + "{field} != {value}", "value", of),
        Operator("one_of", "is one of", "{field} in {value}", "values", of),
        Operator("not_one_of", "is none of", known + "!({field} in {value})", "values", of),
    )


_KNOWN = "{field} != null && "
_SEARCHED = "{field}.lowerAscii()"
_SEARCH = (
    Operator("contains", "contains", _SEARCHED + ".contains({value})", "value", "text", any_case=True),
    Operator("not_contains", "does not contain", f"!{_SEARCHED}.contains({{value}})", "value", "text", True),
    Operator("starts_with", "starts with", _SEARCHED + ".startsWith({value})", "value", "text", True),
    Operator("ends_with", "ends with", _SEARCHED + ".endsWith({value})", "value", "text", True),
)
_ORDER = (
    Operator("greater", "is greater than", "{field} > {value}", "value", "number"),
    Operator("at_least", "is at least", "{field} >= {value}", "value", "number"),
    Operator("less", "is less than", "{field} < {value}", "value", "number"),
    Operator("at_most", "is at most", "{field} <= {value}", "value", "number"),
    Operator("between", "is between", "{field} >= {low} && {field} <= {high}", "range", "number"),
)

OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    "text": (
        *_equality("text"),
        *_SEARCH,
        Operator("empty", "is empty", '{field} == ""'),
        Operator("not_empty", "is not empty", '{field} != ""'),
    ),
    "number": (
        *_equality("number", _KNOWN),
        *_ORDER,
        Operator("empty", "is not known", "{field} == null"),
        Operator("not_empty", "is known", "{field} != null"),
    ),
    "truth": (
        Operator("is_true", "is true", "{field}"),
        Operator("is_false", "is false", "!{field}"),
    ),
    "texts": (
        Operator("has", "has", "{value} in {field}", "value", "text"),
        Operator("has_not", "has not", "!({value} in {field})", "value", "text"),
        Operator("empty", "is empty", "size({field}) == 0"),
        Operator("not_empty", "is not empty", "size({field}) > 0"),
    ),
    "map": (
        *_equality("scalar", _KNOWN),
        *_SEARCH,
        *_ORDER,
        Operator("is_true", "is true", "{field} == true"),
        Operator("is_false", "is false", "{field} == false"),
        Operator("empty", "is empty", '!({key} in {map}) || {field} == null || {field} == ""'),
        Operator("not_empty", "is not empty", '{key} in {map} && {field} != null && {field} != ""'),
    ),
}
