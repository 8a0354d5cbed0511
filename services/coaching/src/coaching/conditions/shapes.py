"""Conditions as requests say them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema

from coaching.conditions.condition import Condition
from coaching.conditions.given import compile_given
from coaching.conditions.guided import MOST_ROWS, MOST_VALUES
from touchline_runtime.http import Identifier

_SCALARS = [{"type": name} for name in ("string", "number", "boolean")]
_VALUE = {"anyOf": [*_SCALARS, {"type": "array", "items": {"anyOf": _SCALARS}, "maxItems": MOST_VALUES}]}


class GuidedBody(BaseModel):
    """A row (``field``, ``operator`` and what the operator takes as ``value``), or a group of rows and
    groups: ``all`` of them, or ``any``. `GET /fields` lists fields and operators.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    all: Annotated[list[GuidedBody], Field(min_length=1, max_length=MOST_ROWS)] | None = None
    any: Annotated[list[GuidedBody], Field(min_length=1, max_length=MOST_ROWS)] | None = None
    field: Identifier | None = None
    operator: Identifier | None = None
    value: Annotated[JsonValue, WithJsonSchema(_VALUE)] = None


class GivenCondition(BaseModel):
    """Exactly one of ``condition``, CEL over the task's fields, and ``guided`` rows."""

    model_config = ConfigDict(frozen=True)

    condition: str | None = None
    guided: GuidedBody | None = None

    def compiled(self) -> Condition:
        """Raises Refusal naming what is wrong; a condition's names the position."""
        return compile_given(self.condition, self.guided_rows())

    def guided_rows(self) -> dict[str, JsonValue] | None:
        """The rows as they were given."""
        return None if self.guided is None else self.guided.model_dump(exclude_none=True)
