"""Edits that must not overwrite what somebody else changed meanwhile: ETag and If-Match (RFC 9110)."""

from __future__ import annotations

import re
from typing import Annotated

import orjson
from fastapi import Request
from pydantic import AfterValidator, BaseModel
from pydantic_core import PydanticCustomError

from touchline_runtime.errors import Invalid, Problem
from touchline_runtime.http.messages import Command

HEADER = "If-Match"
FIELD = "if_match"
ANY = "*"
_FORM = re.compile(r'"[0-9]{1,18}"|\*')


def _formed(given: str | None) -> str | None:
    if given is None or _FORM.fullmatch(given):
        return given
    raise PydanticCustomError("if_match", 'must be one ETag as an answer gave it, such as "3", or *')


class IfMatch(Command):
    """A command on something that has revisions. ``if_match``: the ETag of the one its caller has seen, from
    the header If-Match; without it, or with ``*``, any will do and the last writer wins.
    """

    if_match: Annotated[str | None, AfterValidator(_formed)] = None

    def require_current(self, current: BaseModel) -> None:
        """Raises ChangedMeanwhile unless ``current`` is what the caller has seen. It must be locked."""
        if self.if_match not in (None, ANY, etag_of(current)):
            raise ChangedMeanwhile(current)


def refuse_unheeded(request: Request, message: type[BaseModel]) -> None:
    """Raises Invalid for If-Match where nothing compares it: its sender would believe to be protected."""
    if HEADER in request.headers and not issubclass(message, IfMatch):
        raise Invalid(HEADER, "is not compared here, so the last writer wins: leave it out if that will do")


class ChangedMeanwhile(Problem):
    """412: somebody else changed it; ``current`` is how it stands now."""

    def __init__(self, current: BaseModel) -> None:
        detail = (
            "It was changed since the revision that you name. Nothing of your request was done: look at "
            "`current`, decide again, and send the ETag of this answer as If-Match."
        )
        super().__init__(412, "changed-meanwhile", "Changed meanwhile", detail)
        self.members["current"] = current.model_dump(mode="json")
        if etag := etag_of(current):
            self.headers["ETag"] = etag


def etag_of(answer: BaseModel) -> str | None:
    """The ETag of an answer: its revision, or its version; None where it has neither."""
    return _etag(getattr(answer, "revision", getattr(answer, "version", None)))


def etag_of_body(body: bytes) -> str | None:
    """The ETag of an answer that was stored as JSON."""
    stored = orjson.loads(body) if body else None
    return _etag(stored.get("revision", stored.get("version"))) if isinstance(stored, dict) else None


def _etag(revision: object) -> str | None:
    return f'"{revision}"' if isinstance(revision, int) else None
