"""Words, word pairs and fragments of words by tf-idf; a classifier, and profiles of skills beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from recommender.model import state
from recommender.model.blend import Blend
from recommender.model.calibration import Calibration
from recommender.model.case import Case
from recommender.model.classifier import Classifier
from recommender.model.descriptions import Descriptions
from recommender.model.fragments import BUCKETS, Fragments
from recommender.model.profiles import Profiles
from recommender.model.room import MOST_CLASSES, with_room
from recommender.model.vocabulary import Rows, Vocabulary, Weights
from recommender.model.words import Reading, read, says_something

IMPROBABLE = 0.02
FRAGMENTS = 0.5
"""Length of the fragments' part of a case, where the words' part has length 1."""

OPINIONS = (1.0, 3.0, 0.3)
"""What the classifier's opinion, the likeness and the likelihood count before anything is known of them."""

FIELDS = ("category=", "product=", "channel=", "kind=", "team_id=")
Vector: TypeAlias = tuple[Rows, Weights]


class LinearModel:
    """Learns from tagged cases only. A case with several skills is shared out evenly among them."""

    version = "linear-4"

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.fragments = Fragments()
        self.calibration = Calibration()
        self.classifier = Classifier()
        self.profiles = Profiles()
        self.blend = Blend(OPINIONS, rate=0.3, squares=0.01)
        self.descriptions = Descriptions()
        self.classes: dict[str, int] = {}
        self.most_classes = MOST_CLASSES
        self.merged: dict[str, str] = {}
        self._read: tuple[Case | None, Reading] = (None, Reading({}, ()))
        self._compared: tuple[Case | None, Weights] = (None, np.zeros((2, 0), np.float32))

    def learn(self, case: Case) -> None:
        reading = self._reading(case)
        terms = self.vocabulary.observe(reading.terms)
        fragments = self.fragments.observe(reading.words, self.vocabulary.cases)
        self.classifier.grow(BUCKETS + len(self.vocabulary))
        skills = self._learnable(case.skills)
        if skills:
            self.descriptions.learn(self.merged.get(skill, skill) for skill in skills)
            target = self._target(skills)
            said = self._step(case, terms, fragments, target)
            counted = np.flatnonzero(said >= IMPROBABLE)
            self.calibration.observe(said[counted], (target[counted] > 0).astype(np.float32))

    def predict(self, case: Case) -> Mapping[str, float]:
        found: dict[str, float] = {}
        if not self.classes:
            return found
        said = self._said(self._opinions(case))
        probabilities = self.calibration.applied(said)
        probabilities /= max(float(probabilities.sum()), 1.0)
        skills = list(self.classes)
        for number in np.flatnonzero(said >= IMPROBABLE).tolist():
            known_as = self.merged.get(skills[number], skills[number])
            found[known_as] = min(found.get(known_as, 0.0) + float(probabilities[number]), 1.0)
        return found

    def predict_by_names(self, case: Case, learned: Mapping[str, float]) -> Mapping[str, float]:
        similar = self.descriptions.similar(self._reading(case).words)
        if not similar:
            return learned
        found = dict(learned)
        doubt = 1.0 - max(learned.values(), default=0.0) / 2.0
        for skill, chance in similar.items():
            before = found.get(skill, 0.0)
            if (chance := before + (1.0 - before) * chance * doubt) >= IMPROBABLE:
                found[skill] = chance
        total = max(sum(found.values()), 1.0)
        return {skill: chance / total for skill, chance in found.items()}

    def describe(self, skill_id: str, name: str, description: str) -> None:
        self.descriptions.tell(skill_id, name, description)

    def unfamiliar(self, case: Case) -> tuple[int, int]:
        # Numbers and codes are new in every case: they say nothing of how familiar it is.
        words = [word for word in self._reading(case).words if word.isalpha() and says_something(word)]
        return len(words), sum(word not in self.vocabulary.rows for word in words)

    def phrases(self, case: Case, skill_id: str, limit: int) -> tuple[str, ...]:
        numbers = [n for skill, n in self.classes.items() if self.merged.get(skill, skill) == skill_id]
        terms = [term for term in read(case).terms if term in self.vocabulary.rows and says_something(term)]
        if not numbers or not terms:
            return tuple(self.descriptions.spoken(self._reading(case).words, skill_id)[:limit])
        rows, values = self.vocabulary.vector(dict.fromkeys(terms, 1.0))
        weights = self.classifier.weights[BUCKETS + rows, : self.classifier.classes]
        spoke = values * (weights[:, numbers].max(axis=1) - weights.mean(axis=1))
        best = [terms[i] for i in np.argsort(-spoke, kind="stable") if spoke[i] > 0]
        return _without_parts([term for term in best if not term.startswith(FIELDS)], limit)

    def merge(self, skill_id: str, into: str) -> None:
        self.merged[skill_id] = into
        for alias, target in self.merged.items():
            if target == skill_id:
                self.merged[alias] = into
        self.merged.pop(into, None)
        self.descriptions.merge(skill_id, into)

    def snapshot(self) -> bytes:
        return b"".join(self.pieces())

    def pieces(self) -> state.Pieces:
        return state.pieces(self)

    def restore(self, state_: bytes | memoryview) -> None:
        state.unpack(self, state_)

    def _reading(self, case: Case) -> Reading:
        """What is read of it; the last case's is kept, because a case is predicted and then learned."""
        if self._read[0] is not case:
            self._read = (case, read(case))
        return self._read[1]

    def _opinions(self, case: Case) -> Weights:
        reading = self._reading(case)
        fragments = self.fragments.vector(reading.words, self.vocabulary.cases)
        scores = self.classifier.scores(*_joined(self.vocabulary.vector(reading.terms), fragments))
        self._compared = (case, self.profiles.scores(*fragments, len(scores)))
        return np.concatenate([scores[None], self._compared[1]])

    def _step(self, case: Case, terms: Vector, fragments: Vector, target: Weights) -> Weights:
        """One step of all that learns; the probabilities before it."""
        scores = self.classifier.step(*_joined(terms, fragments), target)
        # As with its reading: what the profiles said of the case that was just predicted is kept.
        known, compared = self._compared
        if known is not case or compared.shape[1] != len(scores):
            compared = self.profiles.scores(*fragments, len(scores))
        opinions = np.concatenate([scores[None], compared])
        said = self._said(opinions)
        self.blend.learn(opinions, said - target)
        self.profiles.learn(*fragments, target)
        return said

    def _said(self, opinions: Weights) -> Weights:
        return self.blend.probabilities(opinions).astype(np.float32)

    def _learnable(self, skills: tuple[str, ...]) -> tuple[str, ...]:
        known_as = [self.merged.get(skill, skill) for skill in skills]
        return with_room(known_as, self.classes, self.most_classes)

    def _target(self, skills: tuple[str, ...]) -> Weights:
        numbers = [self._class_of(self.merged.get(skill, skill)) for skill in skills]
        target = np.zeros(self.classifier.classes, np.float32)
        np.add.at(target, numbers, 1.0 / len(numbers))
        return target

    def _class_of(self, skill: str) -> int:
        number = self.classes.get(skill)
        if number is None:
            number = self.classes[skill] = self.classifier.add_class()
            self.profiles.grow(len(self.classes))
        return number


def _joined(terms: Vector, fragments: Vector) -> Vector:
    """One vector of length 1: the fragments' rows come before those of the terms."""
    rows = np.concatenate([fragments[0], BUCKETS + terms[0]])
    values = np.concatenate([FRAGMENTS * fragments[1], terms[1]])
    length = np.sqrt(np.dot(values, values))
    return rows, values / length if length else values


def _without_parts(terms: list[str], limit: int) -> tuple[str, ...]:
    """The first terms, leaving out words that a chosen pair contains already."""
    chosen: list[str] = []
    for term in terms:
        if not any(term in other.split() or other in term.split() for other in chosen):
            chosen.append(term)
    return tuple(chosen[:limit])
