"""Rows of a CSV file (RFC 4180), which a spreadsheet must not take for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def header(headings: Iterable[str]) -> str:
    """The first line."""
    return _written([[cell(heading) for heading in headings]])


def lines(columns: Sequence[str], items: Iterable[Mapping[str, Any]]) -> str:
    """A line for each item, its values in the order of the columns; nothing for one that it lacks."""
    return _written([cell(item.get(name)) for name in columns] for item in items)


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
