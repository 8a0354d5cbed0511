"""docs/operating.md, read for what it promises: its table of settings, its blocks of commands and files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from tests.compose.files import ROOT
from tests.compose.guards import READS
from touchline_runtime.settings import PREFIX

PAGE = (ROOT / "docs" / "operating.md").read_text()
_ROW = re.compile(rf"^\| `({PREFIX}\w+)` \| (.*?) \|", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def told_settings(page: str) -> dict[str, str]:
    """Each variable in the page's table with its default, as written there."""
    return dict(_ROW.findall(page))


def real_settings() -> dict[str, str]:
    """Each variable that some process reads with its default, as the page should write it."""
    models = {model for read in READS.values() for model in read}
    return {
        f"{PREFIX}{name.upper()}": _written(field)
        for model in models
        for name, field in model.model_fields.items()
    }


def blocks(language: str, mark: str = "") -> Iterator[str]:
    """The blocks in a language, those with a mark behind it or those without."""
    return (text for found, marked, text in _BLOCK.findall(PAGE) if (found, marked) == (language, mark))


def _written(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.default
    if default is None:
        return "none"
    if isinstance(default, frozenset):
        return f"`{','.join(sorted(default))}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
