"""Which fragments the cases of each skill have: two opinions beside the classifier's, by counting alone."""

from __future__ import annotations

import numpy as np

from recommender.model.fragments import BUCKETS
from recommender.model.vocabulary import Rows, Weights

BELIEVED = np.float32(30.0)
"""Each class starts as if so much had been counted of it that looks like everybody's cases."""

UNSEEN = np.float32(1e-3)
"""So much of each bucket is thought to have been before the first case."""


class Profiles:
    """Sums of the fragments' weights by bucket and class (``counts``), by class and by bucket (``usual``).

    A classifier that learns from its errors is right about what it saw often; sums are right sooner.
    ``squares``: of the length of each class's sum.
    """

    def __init__(self) -> None:
        self.counts: Weights = np.zeros((BUCKETS, 32), np.float32)
        self.squares: Weights = np.full(32, 1e-6, np.float32)
        self.totals: Weights = np.zeros(32, np.float32)
        self.usual: Weights = np.full(BUCKETS, UNSEEN, np.float32)

    def grow(self, classes: int) -> None:
        """Makes room for so many classes."""
        while classes > len(self.totals):
            self.counts = np.concatenate([self.counts, np.zeros_like(self.counts)], axis=1)
            self.squares = np.concatenate([self.squares, np.full_like(self.squares, 1e-6)])
            self.totals = np.concatenate([self.totals, np.zeros_like(self.totals)])

    def scores(self, rows: Rows, values: Weights, classes: int) -> Weights:
        """Two scores of each class: the cosine between the case and the sum of the class's cases; and how
        much likelier its fragments are there than anywhere: naive Bayes with Dirichlet smoothing.
        """
        found = np.empty((2, classes), np.float32)
        counted = self.counts.take(rows, axis=0)[:, :classes]
        found[0] = values @ counted / np.sqrt(self.squares[:classes])
        counted += (BELIEVED / (self.totals.sum() + BUCKETS * UNSEEN) * self.usual[rows])[:, None]
        found[1] = values @ np.log(counted, out=counted)
        found[1] -= values.sum() * np.log(self.totals[:classes] + BELIEVED)
        return found

    def learn(self, rows: Rows, values: Weights, target: Weights) -> None:
        """A case with these fragments belongs to the classes of ``target`` in these shares."""
        self.usual[rows] += values
        for number in np.flatnonzero(target).tolist():
            part = target[number] * values
            before = self.counts[rows, number]
            self.squares[number] += 2.0 * (part @ before) + part @ part
            self.counts[rows, number] = before + part
            self.totals[number] += part.sum()
