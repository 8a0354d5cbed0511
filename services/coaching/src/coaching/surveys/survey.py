"""Surveys: weighted scale questions, the score of a set of answers, and the rating it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from touchline_contracts.refusal import Refusal

Rating = Literal["excellent", "good", "average", "poor", "unacceptable"]
CUT_OFFS: tuple[tuple[float, Rating], ...] = ((90, "excellent"), (75, "good"), (60, "average"), (40, "poor"))
"""Lowest score of each rating, from the top; a score below all of them is unacceptable."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question answered on a scale from ``min`` to ``max``, both included; ``weight`` above 0."""

    id: str
    text: str
    min: float = 1
    max: float = 5
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Survey:
    """One published version of a survey. It never changes: a change is the next version."""

    id: str
    version: int
    name: str
    questions: tuple[Question, ...]

    def score(self, answers: Mapping[str, float]) -> float:
        """The weighted mean of (answer - min) / (max - min), times 100: 0 to 100.

        Raises Refusal naming the answer that is missing, unknown or outside its scale.
        """
        known = {question.id for question in self.questions}
        for id in answers:
            if id not in known:
                raise _refused("unknown-question", id, f"survey {self.name!r} has no such question")
        weights = sum(question.weight for question in self.questions)
        reached = sum(question.weight * _fraction(question, answers) for question in self.questions)
        return min(100.0, max(0.0, 100 * reached / weights))


def check_questions(questions: tuple[Question, ...]) -> None:
    """Raises Refusal naming the question that is given twice or whose scale has no length."""
    seen: set[str] = set()
    for index, question in enumerate(questions):
        if question.id in seen:
            raise Refusal("question-twice", f"{question.id!r} is given twice", f"questions.{index}.id")
        if not question.min < question.max:
            raise Refusal("empty-scale", "must be above min", f"questions.{index}.max")
        seen.add(question.id)


def rating_of(score: float) -> Rating:
    """The rating that a score of 0 to 100 stands for."""
    for lowest, rating in CUT_OFFS:
        if score >= lowest:
            return rating
    return "unacceptable"


def _fraction(question: Question, answers: Mapping[str, float]) -> float:
    answer = answers.get(question.id)
    if answer is None:
        raise _refused("answer-missing", question.id, "is not answered")
    if not question.min <= answer <= question.max:
        reason = f"must lie between {question.min:g} and {question.max:g}"
        raise _refused("answer-out-of-range", question.id, reason)
    return (answer - question.min) / (question.max - question.min)


def _refused(code: str, question_id: str, reason: str) -> Refusal:
    return Refusal(code, reason, f"answers.{question_id}")
