"""What may be read of the answers about a coach.

The answers to a question are gathered into groups, each of which is shown as a whole once it holds answers of
five trainees, and never changes afterwards. So two readings differ by whole groups or not at all, and each
answer is part of one group: nothing that is read is about fewer than five trainees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coaching.surveys.survey import Survey

GROUP = 5
"""How many different trainees a group needs."""


class Figure(NamedTuple):
    """The mean of ``n`` answers to one question, from 0 (the worst there is) to 1 (the best)."""

    n: int
    mean: float


def score_of(survey: Survey, figures: Mapping[str, Figure]) -> float | None:
    """What the figures come to, 0 to 100, by the survey's weights; None without any.

    It is made of them alone. The mean of the trainees' own scores would tell more than they do: who left out
    an optional question, and that one answer to a critical one was the worst.
    """
    weighed = [
        (question.weight, figures[question.id].mean)
        for question in survey.questions
        if question.scorable and question.id in figures
    ]
    if not weighed:
        return None
    return 100 * sum(weight * mean for weight, mean in weighed) / sum(weight for weight, _ in weighed)
