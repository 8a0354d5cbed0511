"""What words and meaning say together: their log-probabilities, weighed by what each was worth so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from recommender.model.blend import Blend, Numbers
from recommender.model.calibration import Calibration

RATE = 0.1
"""Length of the first AdaGrad step of the two weights."""

UNSAID = 1e-3
"""Of the words' certainty so much is always left for the skills that they do not name."""

LEAST = 1e-4
"""The meaning never calls a skill less probable: it may not have met it yet."""

IMPROBABLE = 0.02


class Fusion:
    """``blend`` weighs the words' and the meaning's logarithms. At first only the words count."""

    def __init__(self) -> None:
        self.blend = Blend((1.0, 0.0), rate=RATE, squares=0.1)
        self.calibration = Calibration()

    def fused(self, words: Mapping[str, float], meaning: Mapping[str, float]) -> dict[str, float]:
        """Skill id → probability; improbable skills are left out."""
        skills = _skills(words, meaning)
        if not skills:
            return {}
        said = self.blend.probabilities(_logarithms(skills, words, meaning))
        probabilities = self.calibration.applied(said)
        probabilities /= max(float(probabilities.sum()), 1.0)
        return {skills[n]: float(probabilities[n]) for n in np.flatnonzero(said >= IMPROBABLE).tolist()}

    def learn(self, words: Mapping[str, float], meaning: Mapping[str, float], tags: Sequence[str]) -> None:
        """A case was tagged so, of which these two had been foretold before either learned it."""
        skills = _skills(words, meaning)
        true = np.array([float(skill in tags) for skill in skills])
        if not true.any():
            return
        told = _logarithms(skills, words, meaning)
        said = self.blend.probabilities(told)
        counted = np.flatnonzero(said >= IMPROBABLE)
        self.calibration.observe(said[counted], true[counted])
        self.blend.learn(told, said - true / true.sum())
        np.maximum(self.blend.weights, 0.0, out=self.blend.weights)


def _skills(words: Mapping[str, float], meaning: Mapping[str, float]) -> list[str]:
    return list(dict.fromkeys([*meaning, *words]))


def _logarithms(skills: Sequence[str], words: Mapping[str, float], meaning: Mapping[str, float]) -> Numbers:
    """Two rows. What the words leave open is shared evenly by those that they do not name."""
    unnamed = max(len(skills) - len(words), 1)
    rest = max(1.0 - sum(words.values()), UNSAID) / unnamed
    told = [[words.get(skill, rest) for skill in skills], [meaning.get(skill, LEAST) for skill in skills]]
    return np.asarray(np.log(np.maximum(told, [[min(rest, LEAST)], [LEAST]])))
