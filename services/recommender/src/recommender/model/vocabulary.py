"""The terms that the model knows, each with a row of weights; bounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Weights = NDArray[np.float32]


class Vocabulary:
    """Gives a row to each term seen twice, up to ``capacity`` rows, and counts in how many cases it was.

    Terms seen once wait outside, so that typing errors and numbers take no rows.
    """

    def __init__(self, capacity: int = 120_000) -> None:
        self.capacity = capacity
        self.rows: dict[str, int] = {}
        self.seen_once: dict[str, None] = {}
        self.cases = 0
        self.frequency: Weights = np.zeros(4_096, np.float32)

    def __len__(self) -> int:
        return len(self.rows)

    def observe(self, terms: Mapping[str, float]) -> tuple[Rows, Weights]:
        """Counts one case's terms, and admits those seen before; then as ``vector``."""
        rows, once = self.rows, self.seen_once
        self.cases += 1
        found: list[int] = []
        weights: list[float] = []
        for term, weight in terms.items():
            row = rows.get(term)
            if row is None:
                if term not in once:
                    once[term] = None
                    continue
                if len(rows) >= self.capacity:
                    continue
                del once[term]
                row = rows[term] = len(rows)
            found.append(row)
            weights.append(weight)
        self._grow(len(rows))
        self.frequency[found] += 1
        if len(once) > 2 * self.capacity:
            self.seen_once = dict.fromkeys(list(once)[self.capacity :])
        return self._weighted(found, weights)

    def vector(self, terms: Mapping[str, float]) -> tuple[Rows, Weights]:
        """Rows and tf-idf weights of the known terms, of length 1 together."""
        rows = list(map(self.rows.get, terms))
        known = [row is not None for row in rows]
        return self._weighted(list(compress(rows, known)), list(compress(terms.values(), known)))

    def _weighted(self, found: Sequence[int | None], counts: Sequence[float]) -> tuple[Rows, Weights]:
        rows = np.array(found, np.int64)
        rarity = np.log(np.float32(2.0 + self.cases) / (np.float32(1.0) + self.frequency[rows]))
        weights = np.array(counts, np.float32) * rarity
        length = np.sqrt(np.dot(weights, weights))
        return rows, weights / length if length else weights

    def _grow(self, needed: int) -> None:
        if needed > len(self.frequency):
            self.frequency = np.concatenate([self.frequency, np.zeros_like(self.frequency)])
