"""Parts of words, so that a word never seen, or typed wrongly, still resembles those that are known."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from recommender.model.vocabulary import Rows, Weights

BUCKETS = 16_384
"""Rows for fragments. Several fragments may share one: memory stays what it is whatever is written."""

SIZE = 4
"""Characters of a fragment. A word's beginning and end count as characters."""

MAX_WORDS = 60
"""Words of one case that are taken apart."""


class Fragments:
    """Counts in how many cases each bucket was; gives a case's buckets with their tf-idf weights."""

    def __init__(self) -> None:
        self.frequency: Weights = np.zeros(BUCKETS, np.float32)
        self._last: tuple[Sequence[str], tuple[Rows, Weights]] = ((), _counted(()))

    def observe(self, words: Sequence[str], cases: int) -> tuple[Rows, Weights]:
        """Counts one case's fragments; then as ``vector``."""
        rows, counts = self._parts(words)
        self.frequency[rows] += 1
        return self._weighted(rows, counts, cases)

    def vector(self, words: Sequence[str], cases: int) -> tuple[Rows, Weights]:
        """Buckets and weights (of length 1 together) of what ``words`` consist of; ``cases`` were counted."""
        return self._weighted(*self._parts(words), cases)

    def _parts(self, words: Sequence[str]) -> tuple[Rows, Weights]:
        """The last words' are kept, because a case is predicted and then learned."""
        if self._last[0] is not words:
            self._last = (words, _counted(words))
        return self._last[1]

    def _weighted(self, rows: Rows, counts: Weights, cases: int) -> tuple[Rows, Weights]:
        seen = self.frequency[rows]
        weights = counts * np.log(np.float32(2.0 + cases) / (np.float32(1.0) + seen)) * (seen > 0)
        length = np.sqrt(np.dot(weights, weights))
        return rows, weights / length if length else weights


def _counted(words: Sequence[str]) -> tuple[Rows, Weights]:
    if not words:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    found = np.concatenate([buckets_of(word) for word in words[:MAX_WORDS]])
    found.sort()
    first = np.ones(len(found) + 1, np.bool_)
    np.not_equal(found[1:], found[:-1], out=first[1:-1])
    starts = np.flatnonzero(first)
    return found[starts[:-1]], np.sqrt(starts[1:] - starts[:-1], dtype=np.float32)


@lru_cache(maxsize=50_000)
def buckets_of(word: str) -> Rows:
    """The buckets of a word's fragments, in their order."""
    whole = f"<{word}>"
    parts = (whole[start : start + SIZE] for start in range(len(whole) - SIZE + 1))
    found = np.array([zlib.crc32(part.encode()) % BUCKETS for part in parts], np.int64)
    found.flags.writeable = False
    return found
