"""A sparse linear classifier, one class a skill, that learns one case at a time."""

from __future__ import annotations

import numpy as np

from recommender.model.blend import softmax
from recommender.model.vocabulary import Rows, Weights

RATE = 3.0
"""Length of the first AdaGrad step. Source: Duchi, Hazan, Singer (2011), here with one sum a row."""

SLOWED = np.float32(0.4)
"""A step is divided by the sum raised to this; by its root, steps would be short too soon."""

STEP = 4_096
"""Rows by which the weights grow."""

NEGLIGIBLE = 0.002
"""Classes whose error is smaller than this are not moved: it keeps a step short."""


class Classifier:
    """Weights of rows × classes, a bias per class, softmax over the classes."""

    def __init__(self) -> None:
        self.classes = 0
        self.weights: Weights = np.zeros((STEP, 32), np.float32)
        self.squares: Weights = np.full(STEP, 0.1, np.float32)
        self.bias: Weights = np.zeros(32, np.float32)
        self.bias_squares: Weights = np.full(32, 0.1, np.float32)

    def add_class(self) -> int:
        """A new class; its number."""
        self.classes += 1
        if self.classes > self.weights.shape[1]:
            self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)], axis=1)
            self.bias = np.concatenate([self.bias, np.zeros_like(self.bias)])
            self.bias_squares = np.concatenate([self.bias_squares, np.full_like(self.bias_squares, 0.1)])
        self.bias[self.classes - 1] = -3.0
        return self.classes - 1

    def grow(self, rows: int) -> None:
        """Makes room for so many rows, in place: doubling would hold three times what is in use."""
        if rows > len(self.weights):
            room = -(-rows // STEP) * STEP
            self.weights.resize((room, self.weights.shape[1]), refcheck=False)
            self.squares = np.concatenate([self.squares, np.full(room - len(self.squares), 0.1, np.float32)])

    def scores(self, rows: Rows, values: Weights) -> Weights:
        """The score of each class: the logarithm of its probability, but for what all have in common."""
        return self._scores(self.weights.take(rows, axis=0), values)

    def step(self, rows: Rows, values: Weights, target: Weights) -> Weights:
        """One step towards ``target`` (a distribution over the classes); the scores before it."""
        weights = self.weights.take(rows, axis=0)
        before = self._scores(weights, values)
        error = softmax(before) - target
        moved = np.flatnonzero(np.abs(error) > NEGLIGIBLE)
        error = error[moved]
        squares = self.squares[rows] + values**2 * np.float32(error @ error)
        self.squares[rows] = squares
        self.weights[np.ix_(rows, moved)] = weights[:, moved] - np.outer(
            RATE * values / squares**SLOWED, error
        )
        self.bias_squares[moved] += error**2
        self.bias[moved] -= 0.1 * error / np.sqrt(self.bias_squares[moved])
        return before

    def _scores(self, weights: Weights, values: Weights) -> Weights:
        return np.asarray((values @ weights + self.bias)[: self.classes], np.float32)
