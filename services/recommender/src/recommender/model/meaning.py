"""What a case means beyond its words: a softmax over the coordinates of its vector, one case at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.model.blend import softmax
from recommender.model.room import MOST_CLASSES, with_room
from recommender.model.vocabulary import Weights

Vector = NDArray[np.int8]
"""Where a text lies among all texts, as a language model sees it. Its length says nothing."""

RATE = 3.0
"""Length of the first AdaGrad step, with one sum a coordinate, as for the words."""

NEGLIGIBLE = 0.002
"""Classes whose error is smaller than this are not moved."""

KEPT = 10_000
"""Tagged cases that are kept to be rehearsed: the latest."""

REHEARSED = 10
"""Kept cases that are learned once more with each new one: few coordinates need many steps."""


class Meaning:
    """``skills``: of each class; merged ones share theirs. ``vectors``, ``tags``: kept cases, a ring."""

    def __init__(self) -> None:
        self.skills: list[str] = []
        self.weights: Weights = np.zeros((0, 0), np.float32)
        self.squares: Weights = np.zeros(0, np.float32)
        self.bias: Weights = np.zeros(0, np.float32)
        self.vectors: Vector = np.zeros((0, 0), np.int8)
        self.tags: list[tuple[str, ...]] = []
        self.learned = 0

    def chances(self, vector: Vector) -> dict[str, float]:
        """The probability of each skill that was ever learned here."""
        found: dict[str, float] = {}
        if self.skills:
            for skill, chance in zip(self.skills, self._said(_unit(vector)).tolist(), strict=True):
                found[skill] = found.get(skill, 0.0) + chance
        return found

    def learn(self, vector: Vector, skills: tuple[str, ...]) -> None:
        """One step for a tagged case, and one for each of some earlier ones. All vectors are equally long.

        Tags for which there is no room teach nothing.
        """
        if not (skills := with_room(skills, self.skills, MOST_CLASSES)):
            return
        if not len(self.squares):
            self._begin(len(vector))
        place = self.learned % KEPT
        self.vectors[place] = vector
        self.tags[place : place + 1] = [skills]
        self.learned += 1
        self._step(place)
        for number in range(REHEARSED):
            self._step(_scattered(self.learned * REHEARSED + number, len(self.tags)))

    def merge(self, skill_id: str, into: str) -> None:
        """What was learned for ``skill_id`` counts for ``into``, and so do its cases."""
        self.skills = [into if skill == skill_id else skill for skill in self.skills]
        self.tags = [
            tuple(dict.fromkeys(into if tag == skill_id else tag for tag in tags)) for tags in self.tags
        ]

    def _begin(self, coordinates: int) -> None:
        self.weights = np.zeros((coordinates, 32), np.float32)
        self.squares = np.full(coordinates, 0.1, np.float32)
        self.bias = np.zeros(32, np.float32)
        self.vectors = np.zeros((KEPT, coordinates), np.int8)

    def _step(self, place: int) -> None:
        unit = _unit(self.vectors[place])
        numbers = [self._class_of(skill) for skill in self.tags[place]]
        error = self._said(unit)
        np.subtract.at(error, numbers, 1.0 / len(numbers))
        moved = np.flatnonzero(np.abs(error) > NEGLIGIBLE)
        error = error[moved]
        self.squares += unit**2 * np.float32(error @ error)
        self.weights[:, moved] -= np.outer(RATE * unit / np.sqrt(self.squares), error)
        self.bias[moved] -= np.float32(0.1) * error

    def _said(self, unit: Weights) -> Weights:
        return softmax((unit @ self.weights + self.bias)[: len(self.skills)])

    def _class_of(self, skill: str) -> int:
        if skill in self.skills:
            return self.skills.index(skill)
        self.skills.append(skill)
        if len(self.skills) > len(self.bias):
            self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)], axis=1)
            self.bias = np.concatenate([self.bias, np.zeros_like(self.bias)])
        return len(self.skills) - 1


def _unit(vector: Vector) -> Weights:
    coordinates = vector.astype(np.float32)
    length = np.sqrt(np.dot(coordinates, coordinates))
    return coordinates / length if length else coordinates


def _scattered(number: int, below: int) -> int:
    """Spreads numbers as chance would, and always alike. Source: Knuth's multiplicative hashing."""
    return (number * 2_654_435_761 % 2**32) * below >> 32
