"""Rows of a CSV file (RFC 4180), which a spreadsheet must not take for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from pydantic import BaseModel

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def header(columns: Sequence[str]) -> str:
    """The first line."""
    return _written([columns])


def lines(columns: Sequence[str], items: Iterable[BaseModel]) -> str:
    """A line for each item, its fields in the order of the columns."""
    shown = (item.model_dump(mode="json") for item in items)
    return _written([cell(values[name]) for name in columns] for values in shown)


def cell(value: Any) -> str:
    """One cell: nothing for null, plain values of a list joined by "; ", anything nested as JSON.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.
    """
    text = _plain(value)
    if text.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            return orjson.dumps(value).decode()
        case list() if any(isinstance(each, dict | list) for each in value):
            return orjson.dumps(value).decode()
        case list():
            return "; ".join(_plain(each) for each in value)
    return str(value)


def _written(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
