"""The questions of a survey, by kind, and how far an answer reaches on each."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

from touchline_contracts.refusal import Refusal

Kind = Literal["scale", "yes_no", "choice", "text"]
Answer: TypeAlias = "bool | float | str"
"""A number on a scale, true or false to a yes or no, a choice's id, or text."""

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Label:
    """What one value of a scale is called."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from; a higher ``value`` is a better answer."""

    id: str
    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question; what its kind does not need is left as it is.

    scale: from ``min`` to ``max``, both included. yes_no: ``wanted`` is the good answer. choice: one of
    ``choices``. text: never scored. ``weight`` above 0. ``critical``: the worst answer there is to it fails
    the whole survey. ``section`` is the id of one of the survey's sections.
    """

    id: str
    text: str
    min: float = 1
    max: float = 5
    weight: float = 1
    kind: Kind = "scale"
    labels: tuple[Label, ...] = ()
    wanted: bool = True
    choices: tuple[Choice, ...] = ()
    required: bool = True
    critical: bool = False
    section: str | None = None

    @property
    def scorable(self) -> bool:
        """Whether answers to it count for the score."""
        return self.kind != "text"

    def reached(self, answer: Answer) -> float | None:
        """How far the answer reaches, from 0 (the worst there is) to 1 (the best); None for text.

        Raises Refusal naming the answer that the question does not take.
        """
        if self.kind == "scale":
            return self._on_scale(answer)
        if self.kind == "yes_no":
            return float(self._truth(answer) == self.wanted)
        if self.kind == "choice":
            return self._chosen(answer)
        self._check_text(answer)
        return None

    def _on_scale(self, answer: Answer) -> float:
        if isinstance(answer, bool | str) or not isfinite(answer):
            raise self._refused("answer-of-another-kind", "must be a number")
        if not self.min <= answer <= self.max:
            raise self._refused("answer-out-of-range", f"must lie between {self.min:g} and {self.max:g}")
        return (answer - self.min) / (self.max - self.min)

    def _truth(self, answer: Answer) -> bool:
        if not isinstance(answer, bool):
            raise self._refused("answer-of-another-kind", "must be true or false")
        return answer

    def _chosen(self, answer: Answer) -> float:
        values = {choice.id: choice.value for choice in self.choices}
        if not isinstance(answer, str) or answer not in values:
            raise self._refused("answer-out-of-range", f"must be one of {', '.join(values)}")
        lowest, highest = min(values.values()), max(values.values())
        return (values[answer] - lowest) / (highest - lowest)

    def _check_text(self, answer: Answer) -> None:
        if not isinstance(answer, str):
            raise self._refused("answer-of-another-kind", "must be text")
        if len(answer) > LONGEST_TEXT:
            raise self._refused("answer-out-of-range", f"is longer than {LONGEST_TEXT} characters")

    def _refused(self, code: str, reason: str) -> Refusal:
        return Refusal(code, reason, f"answers.{self.id}")


def check_question(question: Question, place: str) -> None:
    """Raises Refusal naming what of the question, at ``place`` in the request, can never be answered."""
    if question.kind == "scale" and not question.min < question.max:
        raise Refusal("empty-scale", "must be above min", f"{place}.max")
    for index, label in enumerate(question.labels):
        if question.kind != "scale" or not question.min <= label.value <= question.max:
            raise Refusal("label-off-scale", "lies on no scale of this question", f"{place}.labels.{index}")
    if question.kind == "choice":
        _check_choices(question.choices, f"{place}.choices")
    elif question.choices:
        raise Refusal("choices-not-asked", "go with kind choice, and with no other", f"{place}.choices")
    if question.critical and not question.scorable:
        raise Refusal("critical-text", "text has no worst answer that could fail", f"{place}.critical")
    if question.critical and not question.required:
        raise Refusal("critical-optional", "a critical question cannot be left out", f"{place}.required")


def _check_choices(choices: tuple[Choice, ...], place: str) -> None:
    if len({choice.id for choice in choices}) != len(choices):
        raise Refusal("choice-twice", "each choice has an id of its own", place)
    if len({choice.value for choice in choices}) < 2:
        raise Refusal("no-choice", "give at least two choices, with values that differ", place)
