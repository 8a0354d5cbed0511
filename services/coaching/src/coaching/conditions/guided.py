"""Guided conditions: groups of rows of field, operator and value, put into CEL."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from coaching.conditions.fields import FIELDS, described
from coaching.conditions.operators import OPERATORS, Of, Operator
from touchline_contracts.refusal import Refusal

MOST_ROWS = 50
"""Rows and groups in one group."""
DEEPEST = 4
"""Groups within groups."""
MOST_VALUES = 100
LARGEST = 2.0**53
"""Beyond it whole numbers and fractions no longer compare exactly."""
ATTRIBUTES = "attributes"
_JOINED = {"all": " && ", "any": " || "}


def cel_of(guided: Mapping[str, object], at: str = "guided", depth: int = 1) -> str:
    """The CEL of a row ``{field, operator, value}`` or a group ``{all: [...]}`` or ``{any: [...]}``.

    ``at`` is its place in the request. Raises Refusal naming the part at fault.
    """
    given = [name for name in ("all", "any", "field") if guided.get(name) is not None]
    if len(given) != 1:
        raise _refused(at, "give exactly one of all, any (groups) and field (a row)")
    if given[0] == "field":
        return _row(guided, at)
    if guided.get("operator") is not None or guided.get("value") is not None:
        raise _refused(at, f"a group has neither operator nor value; put a row into {given[0]}")
    return _group(guided[given[0]], given[0], f"{at}.{given[0]}", depth)


def _group(parts: object, joined: str, at: str, depth: int) -> str:
    if not isinstance(parts, Sequence) or not 1 <= len(parts) <= MOST_ROWS:
        raise _refused(at, f"takes 1 to {MOST_ROWS} rows or groups")
    if depth > DEEPEST:
        raise _refused(at, f"groups go no deeper than {DEEPEST} levels")
    said = [cel_of(part, f"{at}.{place}", depth + 1) for place, part in enumerate(parts)]
    if len(said) == 1:
        return said[0]
    return _JOINED[joined].join(f"({part})" if " && " in part or " || " in part else part for part in said)


def _row(row: Mapping[str, object], at: str) -> str:
    name = str(row["field"])
    first, _, key = name.partition(".")
    field = FIELDS.get(first)
    if field is None or (first == ATTRIBUTES) != bool(key):
        close = get_close_matches(name, FIELDS, n=1)
        meant = f"did you mean {close[0]}? " if close and close[0] != name else ""
        raise _refused(f"{at}.field", f"there is no field {name!r}; {meant}The fields are: {described()}")
    operators = {operator.name: operator for operator in OPERATORS[field.kind]}
    operator = operators.get(str(row.get("operator")))
    if operator is None:
        raise _refused(f"{at}.operator", f"{name} takes one of {', '.join(operators)}")
    values = _values(operator, row.get("value"), f"{at}.value")
    said = name if not key else f"{ATTRIBUTES}[{_quoted(key)}]"
    return operator.cel.format(field=said, key=_quoted(key), map=ATTRIBUTES, **values)


def _values(operator: Operator, value: object, at: str) -> dict[str, str]:
    """What the operator's template calls value, or low and high."""
    match operator.takes:
        case "nothing":
            if value is not None:
                raise _refused(at, f"'{operator.label}' takes no value")
            return {}
        case "value":
            return {"value": _literal(operator, value, at)}
        case "values":
            if not isinstance(value, list) or not 1 <= len(value) <= MOST_VALUES:
                raise _refused(at, f"'{operator.label}' takes a list of 1 to {MOST_VALUES} values")
            listed = (_literal(operator, each, f"{at}.{place}") for place, each in enumerate(value))
            return {"value": f"[{', '.join(listed)}]"}
    if not isinstance(value, list) or len(value) != 2:
        raise _refused(at, f"'{operator.label}' takes the lowest and the highest number, as a list of two")
    low, high = (_literal(operator, each, f"{at}.{place}") for place, each in enumerate(value))
    if value[0] > value[1]:
        raise _refused(at, "the lowest number comes first")
    return {"low": low, "high": high}


def _literal(operator: Operator, value: object, at: str) -> str:
    if isinstance(value, str) and operator.of != "number":
        if operator.any_case and not value:
            raise _refused(at, f"'{operator.label}' takes at least one character")
        return _quoted(_lowered(value) if operator.any_case else value)
    if isinstance(value, bool) and operator.of == "scalar":
        return "true" if value else "false"
    if isinstance(value, int | float) and not isinstance(value, bool) and operator.of != "text":
        if not math.isfinite(value) or abs(value) > LARGEST:
            raise _refused(at, f"takes numbers from {-LARGEST:.0f} to {LARGEST:.0f}")
        return repr(value)
    wanted: dict[Of, str] = {
        "text": "a text",
        "number": "a number",
        "scalar": "a text, a number, true or false",
    }
    raise _refused(at, f"'{operator.label}' takes {wanted[operator.of]}")


def _lowered(text: str) -> str:
    """As CEL's lowerAscii does."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def _quoted(text: str) -> str:
    """A string literal of CEL, on one line."""
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def _refused(at: str, reason: str) -> Refusal:
    return Refusal("invalid-condition", reason, field=at)
