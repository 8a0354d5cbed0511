"""What is wrong with a condition in CEL, where, and what its author may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from coaching.conditions.fields import FIELDS, described
from coaching.conditions.tokens import tokens
from touchline_contracts.refusal import Refusal

FUNCTIONS = ("contains", "startsWith", "endsWith", "matches", "size", "trim", "lowerAscii", "exists", "all")
"""Those that conditions most often call."""
_SPELT = {"=": "==", "<>": "!=", "and": "&&", "or": "||", "not": "!", "is": "=="}
"""What other languages write, and what CEL writes for it."""

_ERROR = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): ([^\n]*)")
_UNKNOWN = re.compile(r"undeclared reference to '(\w+)'")
_OVERLOAD = re.compile(r"overloads? .*?_(\S{1,2}|in)_'?.*?\(([a-z]\w*).*?, ([a-z]\w*)")
_UNCLOSED = re.compile(r"token recognition error at: '[bBrR]?['\"]")
_EXPECTED = re.compile(r" expecting (\{[^}]*\}|\S+)")
_CALLED = {"string": "text", "double": "a number", "int64": "a number", "int": "a number", "bool": "a truth"}


@dataclass(frozen=True, slots=True)
class Fault:
    """``line`` and ``column`` count from 1; None where the fault lies in no one place."""

    reason: str
    line: int | None = None
    column: int | None = None
    hints: tuple[str, ...] = ()


class ConditionRefused(Refusal):
    """A condition that cannot be used; ``fault`` says why, in parts."""

    def __init__(self, fault: Fault) -> None:
        place = f"line {fault.line}, column {fault.column}: " if fault.line else ""
        hints = "".join(f" {hint}" for hint in fault.hints)
        detail = f"{place}{fault.reason}.{hints} The fields are: {described()}"
        super().__init__("invalid-condition", detail, field="condition")
        self.fault = fault


def compiling(text: str, error: str) -> Fault:
    """The fault that the compiler's ``error`` about ``text`` tells of: the first, if there are several."""
    found = _ERROR.search(error)
    if found is None:
        return Fault(f"cannot be read: {error[:300]}")
    line, column, what = int(found[1]), int(found[2]), found[3].replace(" (in container '')", "")
    reason = _EXPECTED.sub("", what).replace("'<EOF>'", "the end")[:300]
    hints = tuple(dict.fromkeys(_hints(text, what)))
    return Fault(reason, line, column, hints) if line > 0 else Fault(reason, hints=hints)


def evaluating(reason: str) -> Fault:
    """The fault that an evaluation with sample values showed."""
    return Fault(reason, hints=tuple(_about_types(reason)))


def _hints(text: str, what: str) -> Iterator[str]:
    given = list(tokens(text))
    if unknown := _UNKNOWN.search(what):
        yield from _about_name(unknown[1], called=f"{unknown[1]}(" in "".join(given))
    elif "Syntax error" in what:
        for written in given:
            if (right := _SPELT.get(written.lower())) is not None:
                yield f"Write {right} instead of {written}."
        if _UNCLOSED.search(what):
            yield "The text that begins there has no closing quote."
    yield from _about_types(what)


def _about_name(name: str, *, called: bool) -> Iterator[str]:
    known = FUNCTIONS if called else tuple(FIELDS)
    close = get_close_matches(name.lower(), [each.lower() for each in known], n=1, cutoff=0.6)
    if close:
        yield f"Did you mean {next(each for each in known if each.lower() == close[0])}?"
    elif name.lower() in _SPELT:
        yield f"Write {_SPELT[name.lower()]} instead of {name}."
    elif called:
        yield f"Functions are {', '.join(FUNCTIONS)} and others of CEL."
    else:
        yield f'Text stands in quotes: "{name}"; a field of your own is attributes.{name}.'


def _about_types(what: str) -> Iterator[str]:
    if found := _OVERLOAD.search(what):
        sign, *kinds = found.groups()
        left, right = (_CALLED.get(kind, f"a {kind}") for kind in kinds)
        yield f"{sign} does not go between {left} and {right}."
