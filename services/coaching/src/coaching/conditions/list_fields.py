"""Query: the fields that conditions may name, and what may be asked of each."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coaching.conditions.fields import FIELDS, UNKNOWN, Field, Kind
from coaching.conditions.operators import OPERATORS, Of, Takes
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class OperatorView(BaseModel):
    """``takes`` nothing, one value, a list of values or a range [lowest, highest]; ``of`` which type.

    ``any_case``: capital and small letters of ASCII are the same to it.
    """

    model_config = ConfigDict(from_attributes=True)

    name: str
    label: str
    takes: Takes
    of: Of
    any_case: bool


class FieldView(BaseModel):
    """A field by its name in CEL; rows name what is in a map as ``<name>.<key>``."""

    name: str
    type: Kind
    example: str
    meaning: str
    unknown: str
    operators: list[OperatorView]

    @classmethod
    def of(cls, field: Field) -> FieldView:
        """The view of a field."""
        operators = [OperatorView.model_validate(each) for each in OPERATORS[field.kind]]
        return cls(
            name=field.name,
            type=field.kind,
            example=field.example,
            meaning=field.meaning,
            unknown=UNKNOWN[field.kind],
            operators=operators,
        )


class ListFields(PageQuery):
    """All of them: there are no filters."""


async def list_fields(_: Connection, query: ListFields) -> Page[FieldView]:
    """The fields of a task, in the order in which editors show them."""
    names = list(FIELDS)
    start = read_cursor(query.after or None, 1, lambda name: names.index(name) + 1) or 0
    shown = names[start : start + query.limit]
    more = start + query.limit < len(names)
    items = [FieldView.of(FIELDS[name]) for name in shown]
    return Page(items=items, next=encode_cursor(shown[-1]) if more else None)
