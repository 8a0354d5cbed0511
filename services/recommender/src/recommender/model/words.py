"""Words, word pairs and fields of a case, as the strings that the vocabulary knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from recommender.model.case import Case

MAX_WORDS = 160
"""Words read of one case: the subject first, then the text, then the resolution notes."""

MAX_PAIRED = 80
"""Words of the text that also count in pairs: later ones are mostly logs and stack traces."""

_WORD = re.compile(r"[^\W_]+(?:[./+#'’-][^\W_]+)*[+#]*")
_SHORTENED = re.compile(r"['’](?:s|t|re|ve|ll|d|m)$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_STOP = frozenset(
    re.findall(
        r"\w+",
        """
a an and are as at be been but by can could did didn do does doesn don for from had has hasn have
haven he her his i if in into is isn it its just me my no not of on or our she should so some such
than that the their them then there these they this to too up us was wasn we were what when where
which while who will with won would wouldn you your
""",
    )
)


def words_of(text: str) -> list[str]:
    """The words in lower case and in order; parts of CamelCase count as well."""
    return [part for word in _WORD.findall(text) for part in _parts(word)]


@lru_cache(maxsize=50_000)
def _parts(word: str) -> tuple[str, ...]:
    word = _SHORTENED.sub("", word)
    lowered = word.lower()
    if not word or len(word) > 40 or (len(word) == 1 and not lowered.isalpha()):
        return ()
    if word.islower() or word.isupper() or word.istitle():
        return (lowered,)
    parts = [part.lower() for part in _CAMEL.split(word) if len(part) > 2 and part != word]
    return (lowered, *parts)


def says_something(term: str) -> bool:
    """Whether a word, or both ends of a pair, mean something by themselves."""
    return not any(word in _STOP for word in term.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as the model reads it. ``terms``: term → how often, dampened. ``words``: in their order."""

    terms: Mapping[str, float]
    words: Sequence[str]


def read(case: Case) -> Reading:
    """The subject counts twice; fields are terms such as ``product=App``.

    Where the text names the agent by id, that is left out: it says nothing of what the case called for.
    """
    agent = (case.agent_id or "").lower()
    subject = words_of(case.short_description)[:60]
    counts = Counter(_pairs(subject))
    counts.update(subject)
    counts.update(subject)
    text = f"{case.text[:4_000]}\n{case.resolution_notes[:2_000]}"
    body = [word for word in words_of(text) if word != agent][: MAX_WORDS - len(subject)]
    counts.update(body)
    counts.update(_pairs(body[:MAX_PAIRED]))
    terms = {term: _DAMPENED[count] if count < 10 else _DAMPENED[9] for term, count in counts.items()}
    for name in ("category", "product", "channel", "kind", "team_id"):
        if value := getattr(case, name):
            terms[f"{name}={value}"] = FIELD_WEIGHT
    return Reading(terms, [*subject, *body])


FIELD_WEIGHT = 1.5
_DAMPENED = tuple(1.0 + (count**0.5 - 1.0) * 0.7 if count else 0.0 for count in range(10))


def _pairs(words: list[str]) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(words)]
