"""The second reading of a case: by its words it was read at once, by its meaning when its vector comes."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np

from recommender.model.fusion import Fusion
from recommender.model.meaning import KEPT, Meaning, Vector

AWAITED = 5_000
"""Cases of which the vector is awaited: one that comes later finds nothing to add to."""


@dataclass(frozen=True, slots=True)
class FirstReading:
    """What words told of a case: skill id → probability (``named``: also by the skills' names).

    ``skills``: its tags, if the model learned from it; ``tagged``: whether it has any.
    """

    number: str
    words: Mapping[str, float]
    named: Mapping[str, float]
    tagged: bool
    skills: tuple[str, ...]


class SecondReading:
    """``by``: the language model whose vectors are learned from. ``awaited``: by the case's position.

    Until the first vector comes nothing is awaited, so that who uses none pays nothing.
    """

    def __init__(self) -> None:
        self.by = ""
        self.meaning = Meaning()
        self.fusion = Fusion()
        self.awaited: dict[int, FirstReading] = {}

    def await_meaning(self, position: int, first: FirstReading) -> None:
        """A case was told at this position; of too many the oldest are given up."""
        if not self.by:
            return
        self.awaited[position] = first
        if len(self.awaited) > AWAITED:
            del self.awaited[next(iter(self.awaited))]

    def meant(
        self, position: int, by: str, vector: Vector, known_as: Callable[[str], str]
    ) -> tuple[FirstReading, dict[str, float]] | None:
        """Learns what a case meant; its first reading and what both together say. None if it is not awaited.

        ``known_as``: the id that a skill goes by now. Vectors of another language model begin all anew.
        """
        if by != self.by:
            self.by, self.meaning, self.fusion = by, Meaning(), Fusion()
        first = self.awaited.pop(position, None)
        if first is None:
            return None
        words: dict[str, float] = {}
        for skill, chance in first.words.items():
            words[known_as(skill)] = words.get(known_as(skill), 0.0) + chance
        chances = self.meaning.chances(vector)
        fused = self.fusion.fused(words, chances)
        if skills := tuple(dict.fromkeys(known_as(skill) for skill in first.skills)):
            self.fusion.learn(words, chances, skills)
            self.meaning.learn(vector, skills)
        return first, fused

    def merge(self, skill_id: str, into: str) -> None:
        """From now on ``skill_id`` is another name of ``into``."""
        self.meaning.merge(skill_id, into)

    def packed(self) -> bytes:
        """The whole state; ``restore`` continues from it with the same numbers."""
        names = {
            "by": self.by,
            "skills": self.meaning.skills,
            "tags": self.meaning.tags,
            "learned": self.meaning.learned,
            "calibrated": self.fusion.calibration.cases,
            "awaited": [(position, asdict(first)) for position, first in self.awaited.items()],
        }
        line, counted = self.fusion.calibration.state()
        held = io.BytesIO()
        np.savez(
            held,
            names=np.frombuffer(json.dumps(names).encode(), np.uint8),
            weights=self.meaning.weights,
            squares=self.meaning.squares,
            bias=self.meaning.bias,
            vectors=self.meaning.vectors[: len(self.meaning.tags)],
            fusion=np.stack([self.fusion.blend.weights, self.fusion.blend.squares]),
            line=line,
            calibration=counted,
        )
        return held.getvalue()

    def restore(self, state: bytes) -> None:
        """Replaces the state by one of ``packed``."""
        self.__init__()  # type: ignore[misc]
        with np.load(io.BytesIO(state)) as arrays:
            names = json.loads(arrays["names"].tobytes())
            meaning, fusion = self.meaning, self.fusion
            meaning.weights, meaning.squares, meaning.bias = (
                arrays[name] for name in ("weights", "squares", "bias")
            )
            kept = arrays["vectors"]
            meaning.vectors = np.zeros((KEPT if len(meaning.squares) else 0, kept.shape[1]), np.int8)
            meaning.vectors[: len(kept)] = kept
            fusion.blend.weights, fusion.blend.squares = arrays["fusion"]
            fusion.calibration.restore(arrays["line"], arrays["calibration"], names["calibrated"])
        self.by, meaning.learned = names["by"], names["learned"]
        meaning.skills = names["skills"]
        meaning.tags = [tuple(tags) for tags in names["tags"]]
        self.awaited = {
            position: FirstReading(**{**first, "skills": tuple(first["skills"])})
            for position, first in names["awaited"]
        }


def written(coordinates: Vector) -> str:
    """A vector as text, for an entry of the learning log."""
    return base64.b64encode(coordinates.tobytes()).decode()


def vector_in(text: str) -> Vector:
    """The vector in ``written`` text."""
    return np.frombuffer(base64.b64decode(text), np.int8)
