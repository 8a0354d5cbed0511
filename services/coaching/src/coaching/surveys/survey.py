"""Surveys: the score of a set of answers, and the rating it stands for.

The score is 100 times the weighted mean of how far each answer reaches (0 to 1), over the scorable questions
that were answered: an optional one that was not answered counts neither for nor against. It is 0, and the
rating unacceptable, when a critical question got the worst answer there is. There is none when no scorable
question was answered, as in a survey of text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from coaching.surveys.question import Answer, Question, check_question
from touchline_contracts.refusal import Refusal

Rating = Literal["excellent", "good", "average", "poor", "unacceptable"]


class CutOffs(NamedTuple):
    """The lowest score of each rating; a score below all of them is unacceptable."""

    excellent: float = 90
    good: float = 75
    average: float = 60
    poor: float = 40

    def rating_of(self, score: float) -> Rating:
        """The rating that a score of 0 to 100 stands for."""
        ratings: tuple[Rating, ...] = ("excellent", "good", "average", "poor")
        for lowest, rating in zip(self, ratings, strict=True):
            if score >= lowest:
                return rating
        return "unacceptable"


DEFAULT_CUT_OFFS = CutOffs()


class Section(NamedTuple):
    """A part of a survey that questions stand in."""

    id: str
    title: str


class Result(NamedTuple):
    """What answers come to. ``failed`` are the critical questions that got their worst answer."""

    score: float | None
    rating: Rating | None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyRef:
    """One version of a survey, which never changes."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Survey:
    """One published version of a survey. It never changes: a change is the next version.

    ``published_by`` and ``published_at`` are None while it is not published.
    """

    id: str
    version: int
    name: str
    questions: tuple[Question, ...]
    sections: tuple[Section, ...] = ()
    cut_offs: CutOffs = DEFAULT_CUT_OFFS
    published_by: str | None = None
    published_at: datetime | None = None

    @property
    def scorable(self) -> bool:
        """Whether answers to it always have a score: some question that counts must be answered."""
        return any(question.scorable and question.required for question in self.questions)

    def check_known(self, answers: Iterable[str]) -> None:
        """Raises Refusal naming the answer that is to none of its questions."""
        known = {question.id for question in self.questions}
        for id in answers:
            if id not in known:
                detail = f"survey {self.name!r} has no such question"
                raise Refusal("unknown-question", detail, f"answers.{id}")

    def reached(self, answers: Mapping[str, Answer]) -> dict[Question, float]:
        """How far the answers reach, 0 to 1, by question; what is not scored or not answered is left out.

        Raises Refusal naming the answer that is missing, unknown or not one that its question takes.
        """
        self.check_known(answers)
        reached = {question: _reached(question, answers) for question in self.questions}
        return {question: far for question, far in reached.items() if far is not None}

    def result(self, answers: Mapping[str, Answer]) -> Result:
        """Score and rating of the answers. Raises Refusal as ``reached`` does."""
        counted = self.reached(answers)
        if not counted:
            return Result(None, None)
        failed = tuple(question.id for question, far in counted.items() if question.critical and far == 0)
        weights = sum(question.weight for question in counted)
        mean = sum(question.weight * far for question, far in counted.items()) / weights
        if failed:
            return Result(0.0, "unacceptable", failed)
        # to a thousand-millionth: what sums of fractions lose must not cost a rating
        score = round(min(100.0, max(0.0, 100 * mean)), 9)
        return Result(score, self.cut_offs.rating_of(score))


def check_survey(
    questions: Iterable[Question], sections: Iterable[Section] = (), cut_offs: CutOffs = DEFAULT_CUT_OFFS
) -> None:
    """Raises Refusal naming what is given twice, stands in no section, or can never be answered."""
    known: set[str] = set()
    for index, section in enumerate(sections):
        if section.id in known:
            raise Refusal("section-twice", f"{section.id!r} is given twice", f"sections.{index}.id")
        known.add(section.id)
    seen: set[str] = set()
    for index, question in enumerate(questions):
        place = f"questions.{index}"
        if question.id in seen:
            raise Refusal("question-twice", f"{question.id!r} is given twice", f"{place}.id")
        if question.section is not None and question.section not in known:
            raise Refusal("unknown-section", f"there is no section {question.section!r}", f"{place}.section")
        check_question(question, place)
        seen.add(question.id)
    if any(higher <= lower for higher, lower in pairwise(cut_offs)):
        detail = "must fall from excellent over good and average to poor"
        raise Refusal("cut-offs-out-of-order", detail, "cut_offs")


def _reached(question: Question, answers: Mapping[str, Answer]) -> float | None:
    answer = answers.get(question.id)
    if answer is not None and not (
        isinstance(answer, str) and question.kind == "text" and not answer.strip()
    ):
        return question.reached(answer)
    if question.required:
        raise Refusal("answer-missing", "is not answered", f"answers.{question.id}")
    return None
