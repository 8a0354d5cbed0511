"""What cases mean, for the protocols: their vectors, and the second reading of one after the other."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from recommender.enricher.add_meanings import BATCH
from recommender.enricher.language_model import NAME, LanguageModel
from recommender.evaluate.reading import Row
from recommender.model.case import Case
from recommender.model.meaning import Vector
from recommender.model.second_reading import FirstReading, SecondReading

Vectors = Mapping[Case, Vector]


def vectors_of(rows: Sequence[Row]) -> tuple[dict[Case, Vector], float]:
    """The vector of each case that carries a skill, read as many together as the enricher does; and cases a
    second of processor time.

    Raises LanguageModelMissing.
    """
    model = LanguageModel()
    cases = [row.case for row in rows if row.skills]
    found: dict[Case, Vector] = {}
    started = time.process_time()
    for start in range(0, len(cases), BATCH):
        some = cases[start : start + BATCH]
        found.update(zip(some, model.vectors(some), strict=True))
    return found, len(cases) / (time.process_time() - started)


class SecondReadings:
    """Reads each case a second time right after the first."""

    def __init__(self, vectors: Vectors) -> None:
        self.second = SecondReading()
        self.second.by = NAME
        self.vectors = vectors
        self.read = 0

    def foretold(self, row: Row, words: Mapping[str, float], *, learns: bool) -> Mapping[str, float]:
        """What words and meaning foretell together; then it is learned, if it ``learns``."""
        self.read += 1
        skills = row.skills if learns else ()
        first = FirstReading(row.case.number, words, words, bool(skills), skills)
        self.second.await_meaning(self.read, first)
        found = self.second.meant(self.read, NAME, self.vectors[row.case], str)
        if found is None:
            raise LookupError(f"{row.case.number} was not awaited")
        return found[1]
