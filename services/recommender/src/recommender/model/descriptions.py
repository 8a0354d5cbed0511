"""Skills of which few cases are known, recognised by their names and descriptions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from recommender.model.fragments import buckets_of
from recommender.model.words import says_something, words_of

HANDED_OVER = 8.0
"""After so many tagged cases a skill's name counts half."""

ENOUGH = 30
"""Tagged cases after which a skill is no longer looked for by its name."""

DESCRIBED = 0.5
"""How much of what the name leaves open the description can fill."""

LEAST = 0.5
"""Less than this share of a name says nothing."""

NEARLY = 0.9
"""Nor does it where another name is there to so much more."""

STEEPNESS = 1.5
"""The chance is the share of a name that a case has, raised to this."""


class Descriptions:
    """``told``: name and description by skill id. ``learned``: tagged cases by skill, up to ``ENOUGH``.

    Names are compared by fragments, so that other forms of their words are found too.
    """

    def __init__(self) -> None:
        self.told: dict[str, tuple[str, str]] = {}
        self.learned: dict[str, int] = {}
        self._compared: tuple[Overlaps, Overlaps] | None = None

    def tell(self, skill_id: str, name: str, description: str) -> None:
        """A skill is called so from now on."""
        self.told[skill_id] = (name, description)
        self._compared = None

    def learn(self, skills: Iterable[str]) -> None:
        """A case was tagged with these skills."""
        for skill in skills:
            count = self.learned.get(skill, 0)
            if count < ENOUGH:
                self.learned[skill] = count + 1
                if count + 1 == ENOUGH:
                    self._compared = None

    def merge(self, skill_id: str, into: str) -> None:
        """A skill goes by another id from now on: its name goes, its cases count for the other."""
        self.told.pop(skill_id, None)
        if learned := self.learned.pop(skill_id, 0):
            self.learned[into] = min(self.learned.get(into, 0) + learned, ENOUGH)
        self._compared = None

    def similar(self, words: Sequence[str]) -> dict[str, float]:
        """By skill, how probably (0..1) it is meant by these words; less, the more cases of it are known."""
        names, descriptions = self._overlaps()
        if not names.total:
            return {}
        has = _buckets(word for word in words if says_something(word))
        filled = descriptions.of(has)
        covered = {
            skill: share + (1.0 - share) * DESCRIBED * filled.get(skill, 0.0)
            for skill, share in names.of(has).items()
        }
        least = max(LEAST, NEARLY * max(covered.values(), default=0.0))
        return {
            skill: HANDED_OVER / (HANDED_OVER + self.learned.get(skill, 0)) * share**STEEPNESS
            for skill, share in covered.items()
            if share >= least
        }

    def spoken(self, words: Iterable[str], skill_id: str) -> list[str]:
        """The words of which half or more is in the skill's name."""
        name = _buckets(_words(self.told.get(skill_id, ("", ""))[0]))
        kept = ((word, _buckets([word])) for word in words)
        return [word for word, has in kept if has and 2 * len(has & name) >= len(has)]

    def _overlaps(self) -> tuple[Overlaps, Overlaps]:
        if self._compared is None:
            young = {skill for skill in self.told if self.learned.get(skill, 0) < ENOUGH}
            names = {skill: _buckets(_words(name)) for skill, (name, _) in self.told.items()}
            described = {skill: _buckets(_words(text)) for skill, (_, text) in self.told.items()}
            self._compared = Overlaps(names, young), Overlaps(described, young)
        return self._compared


class Overlaps:
    """Tells how much of each skill's buckets there is; those that few skills have count more.

    As if each had one more bucket that no other has: a short name alone must not make it sure.
    """

    def __init__(self, buckets: Mapping[str, set[int]], young: set[str]) -> None:
        skills = 1.0 + len(buckets)
        counts = Counter(bucket for held in buckets.values() for bucket in held)
        self.rarity = {bucket: math.log(skills / count) for bucket, count in counts.items()}
        self.holders: dict[int, list[str]] = defaultdict(list)
        self.total: dict[str, float] = {}
        for skill in [skill for skill in buckets if skill in young]:
            for bucket in buckets[skill]:
                self.holders[bucket].append(skill)
            self.total[skill] = math.log(skills) + sum(
                self.rarity[bucket] for bucket in sorted(buckets[skill])
            )

    def of(self, has: set[int]) -> dict[str, float]:
        """By skill, the share (0..1) of its buckets that are among these."""
        found: dict[str, float] = {}
        for bucket in sorted(has):
            for skill in self.holders.get(bucket, ()):
                found[skill] = found.get(skill, 0.0) + self.rarity[bucket]
        return {skill: held / self.total[skill] for skill, held in found.items()}


def _words(text: str) -> list[str]:
    return [word for word in words_of(text.replace("_", " ")) if says_something(word)]


def _buckets(words: Iterable[str]) -> set[int]:
    return {bucket for word in words for bucket in buckets_of(word).tolist()}
