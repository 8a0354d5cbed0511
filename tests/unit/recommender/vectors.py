"""Vectors as a language model could give them to the small talk: made up, seeded and repeatable."""

from __future__ import annotations

import zlib

import numpy as np

from recommender.learning_log.entry import CaseMeant, CaseTold, Entry, Told
from recommender.model.case import Case
from recommender.model.meaning import Vector
from recommender.model.second_reading import written

COORDINATES = 24


def a_vector(skill: str, number: int = 0, noise: float = 0.5) -> Vector:
    """Near the place where texts about ``skill`` lie."""
    place = np.random.default_rng(zlib.crc32(skill.encode())).normal(size=COORDINATES)
    place += np.random.default_rng(number).normal(size=COORDINATES) * noise
    return np.asarray(np.round(place * 127 / np.abs(place).max()), np.int8)


def meant(of: int, skill: str, number: int = 0, by: str = "made up") -> CaseMeant:
    """The entry that tells what the case at position ``of`` means."""
    return CaseMeant(of, by, written(a_vector(skill, number)))


def with_meanings(cases: list[tuple[Case, str]], start: int = 1) -> list[Entry]:
    """Each case, and right after it that it is about the skill beside it."""
    told: list[Told] = []
    for n, (case, skill) in enumerate(cases):
        told += [CaseTold(case, True), meant(start + len(told), skill, n)]
    return [Entry(start + n, one) for n, one in enumerate(told)]
