"""What a coach concludes, and what of it was given before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from touchline_contracts.coaching import SkillToAdd

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a coach concludes: ``rating`` only where no survey gives it."""

    rating: str | None = None
    skills: tuple[SkillToAdd, ...] = ()
    training: tuple[str, ...] = ()
    comments: str | None = None


def new(given: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
    """What is named and was not given before."""
    return tuple(each for each in named if each not in given)


def joined(given: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
    """What was given before, and what is new."""
    return (*given, *new(given, named))
