"""How many words of new cases the model does not know, week by week. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import NamedTuple

from recommender.grades.drift.mix import monday_of
from recommender.model.case import Case
from recommender.model.linear_model import LinearModel
from recommender.model.skill_model import SkillModel
from recommender.model.words import words_of

READ = 4_000
"""Characters of the text, and of the resolution notes, that are counted."""


class Words(NamedTuple):
    """What was counted in a week: cases, their words, and how many of these the model did not know."""

    cases: int = 0
    words: int = 0
    unknown: int = 0


@dataclass(slots=True)
class WordCount:
    """Counts by Monday of the week in which a case was resolved."""

    weeks: dict[date, Words] = field(default_factory=dict)

    def count(self, case: Case, model: SkillModel) -> None:
        """Counts a case that the model has not learned yet. Numbers and codes are new in every case: they are
        left out, and so are cases that do not say when they were resolved.
        """
        if case.resolved_at is None:
            return
        known: Container[str] = model.vocabulary.rows if isinstance(model, LinearModel) else ()
        text = f"{case.short_description}\n{case.text[:READ]}\n{case.resolution_notes[:READ]}"
        words = [word for word in words_of(text) if word.isalpha()]
        unknown = sum(word not in known for word in words)
        week = monday_of(case.resolved_at.astimezone(UTC).date())
        before = self.weeks.get(week, Words())
        self.weeks[week] = Words(before.cases + 1, before.words + len(words), before.unknown + unknown)
