"""The words and signs of a condition in CEL, told apart from what stands in its strings and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*)
    |(?P<string>
      (?:[rR][bB]?|[bB][rR])(?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"[^"\n\r]*"|'[^'\n\r]*')
      |[bB]?(?:\"{3}(?:\\[\s\S]|[^\\])*?\"{3}|'{3}(?:\\[\s\S]|[^\\])*?'{3}
        |"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*'))
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>==|!=|<=|>=|<>|&&|\|\||\S)
    """,
    re.VERBOSE,
)


def tokens(text: str) -> Iterator[str]:
    """Its names and signs in their order; each string as an empty one."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "string":
            yield '""'
        elif found.lastgroup != "comment":
            yield found[0]


def called(text: str) -> Iterator[str]:
    """The names of the functions that it calls."""
    for name, sign in pairwise(tokens(text)):
        if sign == "(" and name.isidentifier():
            yield name
