"""What a finished task calls for by its text alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recommender.learning_log.entry import Entry
from touchline_contracts.recommender import InferredSkill


@dataclass(frozen=True, slots=True)
class Inference:
    """The skills that the entry's task calls for, the surest first. The chain goes on from the entry."""

    entry: Entry
    skills: tuple[InferredSkill, ...]

    @property
    def skill_ids(self) -> list[str]:
        """Their ids, in the order of the alphabet: probabilities alone are no news."""
        return sorted(skill.skill_id for skill in self.skills)


MOST = 50


def inferred(entry: Entry, tags: Sequence[str], read: Mapping[str, float], clear: float) -> Inference:
    """Skills of at least the probability ``clear``; none for a task whose publisher named its skills."""
    found = [] if tags else [(chance, skill) for skill, chance in read.items() if chance >= clear]
    found.sort(key=lambda one: (-one[0], one[1]))
    skills = (InferredSkill(skill_id=skill, probability=round(chance, 4)) for chance, skill in found[:MOST])
    return Inference(entry, tuple(skills))
