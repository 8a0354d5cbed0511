"""A condition over a task's fields, compiled from CEL. The only module that knows the CEL library."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from cel_expr_python import cel
from cel_expr_python.ext import ext_strings

from coaching.conditions.faults import ConditionRefused, Fault, compiling, evaluating
from coaching.conditions.fields import FIELDS, Field, FieldValue
from coaching.conditions.task import Task
from coaching.conditions.tokens import called, tokens

MAX_LENGTH = 2_000
"""Characters. CEL itself bounds nesting (32) and iterations; this bounds the rest."""
REMEMBERED = 128
"""Answers that a condition remembers, by the values of its fields, where these take few values."""

_KNOWN_AS = {
    "text": cel.Type.STRING,
    # dynamic, so that 60 and 60.0 both compare with a number; a trial run finds what typing would have
    "number": cel.Type.DYN,
    "truth": cel.Type.BOOL,
    "texts": cel.Type.List(cel.Type.STRING),
    "map": cel.Type.Map(cel.Type.STRING, cel.Type.DYN),
}
_SAMPLES: dict[str, object] = {"text": "text", "number": 1.0, "truth": True, "texts": ["text"], "map": {}}
_ENVIRONMENT = cel.NewEnv(
    variables={field.name: _KNOWN_AS[field.kind] for field in FIELDS.values()},
    extensions=[ext_strings.ExtStrings()],
)
_GROWING = frozenset(["replace", "split", "join", "format"])
"""Functions that make much out of little: one evaluation could take seconds and gigabytes."""


class Condition:
    """A compiled condition; ``text`` is its source. Make one with ``compile_condition``."""

    __slots__ = ("_answer", "_expression", "_fields", "text")

    def __init__(self, text: str, expression: cel.Expression) -> None:
        self.text = text
        self._expression = expression
        # only what the text can name is handed over: long texts are copied into CEL otherwise
        named = set(tokens(text))
        self._fields: tuple[Field, ...] = tuple(field for field in FIELDS.values() if field.name in named)
        self._answer: Callable[..., bool] = self._evaluate
        if all(field.few for field in self._fields):
            # typed: 1, 1.0 and true are one key otherwise
            self._answer = lru_cache(maxsize=REMEMBERED, typed=True)(self._evaluate)

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the fields that it may read."""
        return tuple(field.name for field in self._fields)

    def holds(self, task: Task) -> bool:
        """Whether the task meets the condition. What cannot be told (unknown values, division by zero,
        a search beyond CEL's budget of iterations) does not hold.
        """
        return self._answer(*[field.read(task) for field in self._fields])

    def _evaluate(self, *values: FieldValue) -> bool:
        data = {field.name: value for field, value in zip(self._fields, values, strict=True)}
        try:
            # by place: names cost the binding an eighth of the time
            return self._expression.eval(None, data).value() is True
        except RuntimeError:
            return False

    def try_out(self) -> None:
        """Evaluates once with sample values. Raises Refusal for what only shows at run time."""
        values = {field.name: _SAMPLES[field.kind] for field in self._fields}
        try:
            said = str(self._expression.eval(data=values).value())
        except RuntimeError as error:
            raise _refused(f"costs too much to evaluate: {error}") from None
        if "No matching overloads" in said or "invalid regular expression" in said:
            raise ConditionRefused(evaluating(said.partition(": ")[2]))


@lru_cache(maxsize=4096)
def compile_condition(text: str) -> Condition:
    """The condition in CEL source of 1 to 2,000 characters that yields true or false.

    Raises Refusal naming the position and the fields that exist.
    """
    if not text.strip():
        raise _refused("is empty; write true to match every task")
    if len(text) > MAX_LENGTH:
        raise _refused(f"is {len(text)} characters long; at most {MAX_LENGTH} are taken")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise _refused("holds characters that are no text")
    for name in _GROWING.intersection(called(text)):
        raise _refused(f"calls {name}(), which conditions may not")
    try:
        expression = _ENVIRONMENT.compile(text)
    except (RuntimeError, ValueError) as error:
        raise ConditionRefused(compiling(text, str(error))) from None
    if expression.return_type() != cel.Type.BOOL:
        raise _refused(f"yields {expression.return_type().name().lower()}, but must yield true or false")
    condition = Condition(text, expression)
    condition.try_out()
    return condition


def _refused(reason: str) -> ConditionRefused:
    return ConditionRefused(Fault(reason))
