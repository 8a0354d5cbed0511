"""The terms that the model knows, each with a row of weights; bounded."""

from __future__ import annotations

from collections.abc import Mapping

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

    def observe(self, terms: Mapping[str, float]) -> None:
        """Counts one case's terms, and admits those seen before."""
        rows, once = self.rows, self.seen_once
        self.cases += 1
        found: list[int] = []
        for term in terms:
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
        self._grow(len(rows))
        self.frequency[found] += 1
        if len(once) > 2 * self.capacity:
            self.seen_once = dict.fromkeys(list(once)[self.capacity :])

    def vector(self, terms: Mapping[str, float]) -> tuple[Rows, Weights]:
        """Rows and tf-idf weights of the known terms, of length 1 together."""
        known = [(row, weight) for term, weight in terms.items() if (row := self.rows.get(term)) is not None]
        rows = np.fromiter((row for row, _ in known), np.int64, len(known))
        counts = np.fromiter((weight for _, weight in known), np.float32, len(known))
        weights = counts * np.log((2.0 + self.cases) / (1.0 + self.frequency[rows])).astype(np.float32)
        length = float(np.sqrt((weights**2).sum()))
        return rows, weights / np.float32(length) if length else weights

    def _grow(self, needed: int) -> None:
        if needed > len(self.frequency):
            self.frequency = np.concatenate([self.frequency, np.zeros_like(self.frequency)])
