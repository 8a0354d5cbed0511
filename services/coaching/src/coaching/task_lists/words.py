"""What a search for text looks for: words, and numbers that begin with it."""

from __future__ import annotations

import re
from typing import NamedTuple

from touchline_contracts.refusal import Refusal

_WORD = re.compile(r"[^\W_]+")


class Words(NamedTuple):
    """``query`` in PostgreSQL's language for text search: all words, the last one as the beginning of one.

    ``longest`` of the words is a part of whatever text they are found in. ``number`` is the text as a number
    may begin with it, ``upper`` the same in capitals; None where it has spaces, which no number has.
    """

    query: str
    longest: str
    number: str | None
    upper: str | None


def words_of(text: str) -> Words:
    """The words of a text, however they are separated. Raises Refusal when there are none."""
    words = _WORD.findall(text)
    if not words:
        raise Refusal("no-word", "must hold at least one letter or digit", "text")
    quoted = [f"'{word}'" for word in words]
    number = None if len(text.split()) > 1 else text.strip()
    return Words(
        query=" & ".join(quoted) + ":*",
        longest=max(words, key=len),
        number=number,
        upper=number and number.upper(),
    )
