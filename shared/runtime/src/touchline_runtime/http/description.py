"""What an operation's description says to callers: a use case's docstring in the words of HTTP."""

from __future__ import annotations

import re
from inspect import cleandoc

_ANSWERS = {
    "Refusal naming": "422 naming",
    "NotFound": "404",
    "Forbidden": "403",
    "ChangedMeanwhile": "412",
    "Conflict": "409",
    "Invalid": "422",
    "Refusal": "409 or 422",
    "Unavailable": "503",
}
"""What is raised → what it is answered with."""
_RAISED = re.compile(rf"\b({'|'.join(_ANSWERS)})\b")
_SENTENCE = re.compile(r"\bRaises ([^.]*)")


def described(docstring: str) -> str:
    """The docstring, where "Raises NotFound" becomes "Answers 404", and so on."""
    return _SENTENCE.sub(_answers, cleandoc(docstring)).replace("``", "`")


def _answers(raises: re.Match[str]) -> str:
    return "Answers " + _RAISED.sub(lambda name: _ANSWERS[name[1]], raises[1])
