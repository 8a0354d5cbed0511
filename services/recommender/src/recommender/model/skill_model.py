"""The interface of every model, so that a better one takes the place of this one and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from recommender.model.case import Case
from recommender.model.state import Pieces


class SkillModel(Protocol):
    """Says which skills a case calls for, from its text and its fields, never from who worked on it.

    A fold: the same cases in the same order give the same model, to the bit.
    """

    @property
    def version(self) -> str:
        """Name and version of the kind of model, as shown with each proposal."""

    def learn(self, case: Case) -> None:
        """Learns from a case that carries skills; any other case only adds to what is known of words."""

    def describe(self, skill_id: str, name: str, description: str) -> None:
        """A skill has this name and description: by them it is recognised while few cases carry it."""

    def predict(self, case: Case) -> Mapping[str, float]:
        """Skill id → probability that the case calls for it; improbable skills are left out."""

    def predict_by_names(self, case: Case, learned: Mapping[str, float]) -> Mapping[str, float]:
        """What was ``predict``ed, and skills that few cases carry by their names. Evidence for nobody."""

    def unfamiliar(self, case: Case) -> tuple[int, int]:
        """How many words of the case say something by themselves, and how many of them are not known."""

    def phrases(self, case: Case, skill_id: str, limit: int) -> tuple[str, ...]:
        """The words and word pairs of the case that spoke for the skill, the strongest first."""

    def merge(self, skill_id: str, into: str) -> None:
        """From now on ``skill_id`` is another name of ``into``, in what was learned and what comes."""

    def snapshot(self) -> bytes:
        """The whole state; ``restore`` continues from it with the same numbers."""

    def pieces(self) -> Pieces:
        """The snapshot in pieces, of which the large ones are not copied: use them before it learns on."""

    def restore(self, state_: bytes | memoryview) -> None:
        """Replaces the state. Raises ValueError for bytes that this version did not write."""
