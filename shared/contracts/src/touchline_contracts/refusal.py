"""How a decision says no."""

from __future__ import annotations


class Refusal(Exception):
    """A command that the domain refuses.

    ``code`` is stable and short (``already-decided``); ``detail`` says why and what to do instead;
    ``field`` names the input at fault, where it is one.
    """

    def __init__(self, code: str, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.field = field
