"""What others do, run on the same stream: the commercial product's documented rule, and an SVM retrained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from recommender.evaluate.reading import Row
from recommender.evidence.track_record import Pair

NEIGHBOURS = 15
"""Similar cases that the commercial rule looks at."""

BEST = 3
"""Skills that it takes from them."""

ENOUGH = 20
"""Predictions after which it proposes."""

RETRAININGS = 40
"""How often the SVM is trained anew over the reported part: each day would take hours and changes nothing."""


def commercial_rule(stream: Sequence[tuple[Row, bool]]) -> dict[Pair, float]:
    """Each night: the three best skills of the fifteen tagged cases most like each of the day's.

    Confidence grows with the predictions, to 1 at twenty and on, so that pairs are still told apart.
    """
    half = len(stream) // 2
    vectors = TfidfVectorizer(min_df=2, sublinear_tf=True).fit(_text(row) for row, _ in stream[:half])
    read = vectors.transform(_text(row) for row, _ in stream)
    tagged = [n for n, (_, hides) in enumerate(stream) if not hides]
    predicted: Counter[Pair] = Counter()
    for day in _days(stream, half):
        known = tagged[: int(np.searchsorted(tagged, day[0]))]
        asked = [n for n in day if stream[n][1]]
        if not asked or not known:
            continue
        alike = (read[asked] @ read[known].T).toarray()
        nearest = np.argpartition(-alike, min(NEIGHBOURS, len(known)) - 1, axis=1)[:, :NEIGHBOURS]
        for place, n in enumerate(asked):
            votes: Counter[str] = Counter()
            for one in nearest[place]:
                for skill in stream[known[one]][0].skills:
                    votes[skill] += float(alike[place, one])  # type: ignore[assignment]
            agent = stream[n][0].case.agent_id or ""
            predicted.update((agent, skill) for skill, _ in votes.most_common(BEST))
    return {pair: count / (count + ENOUGH / 9) for pair, count in predicted.items()}


def retrained_svm(rows: Sequence[Row], reported: Sequence[int], retrainings: int = RETRAININGS) -> list[str]:
    """The skill of each reported row, by TF-IDF and a linear SVM trained on all rows before its batch."""
    found: list[str] = []
    batches = np.array_split(np.array(reported), min(retrainings, len(reported)))
    for batch in batches:
        before = rows[: batch[0]]
        model = make_pipeline(
            TfidfVectorizer(min_df=2, ngram_range=(1, 2), sublinear_tf=True), LinearSVC(C=0.5)
        )
        model.fit([_text(row) for row in before], [row.skills[0] for row in before])
        found.extend(model.predict([_text(rows[n]) for n in batch]).tolist())
    return found


def _days(stream: Sequence[tuple[Row, bool]], first: int) -> list[list[int]]:
    """Rows from the first on by the day they were resolved; a hundred at a time where no time is known."""
    days: Mapping[object, list[int]] = defaultdict(list)
    for n in range(first, len(stream)):
        at: datetime | None = stream[n][0].case.resolved_at
        days[at.date() if at else n // 100].append(n)
    return list(days.values())


def _text(row: Row) -> str:
    return f"{row.case.short_description} {row.case.text}"
