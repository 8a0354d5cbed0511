"""How many words of new cases the model does not know, week by week. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date
from typing import NamedTuple

from recommender.grades.drift.mix import monday_of
from recommender.model.case import Case
from recommender.model.skill_model import SkillModel


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
        """Counts a case that the model has not learned yet, if it says when it was resolved."""
        if case.resolved_at is None:
            return
        words, unknown = model.unfamiliar(case)
        week = monday_of(case.resolved_at.astimezone(UTC).date())
        before = self.weeks.get(week, Words())
        self.weeks[week] = Words(before.cases + 1, before.words + words, before.unknown + unknown)
