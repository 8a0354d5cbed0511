"""Dockerfiles read as Docker reads them, as far as ours go; and what .dockerignore keeps out of a build."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ENV = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True)
class Dockerfile:
    """Its instructions, in order."""

    instructions: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """The arguments of each instruction of this name."""
        return [arguments for found, arguments in self.instructions if found == name]

    def last(self, name: str) -> str:
        """The arguments of the last instruction of this name; empty without one."""
        return ["", *self.all(name)][-1]

    @property
    def copies(self) -> Iterator[tuple[str, str]]:
        """Each source with its destination."""
        for arguments in self.all("COPY"):
            *sources, destination = arguments.split()
            yield from ((source, destination) for source in sources)

    @property
    def environment(self) -> dict[str, str]:
        """What ENV sets."""
        return {name: value for line in self.all("ENV") for name, value in _ENV.findall(line)}

    @property
    def command(self) -> list[str]:
        """What runs: the exec form of CMD."""
        found: list[str] = json.loads(self.last("CMD"))
        return found


def read(text: str) -> Dockerfile:
    """Parses a Dockerfile."""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    joined = "\n".join(lines).replace("\\\n", " ")
    split = (line.split(None, 1) for line in joined.splitlines())
    return Dockerfile(tuple((name.upper(), arguments.strip()) for name, arguments in split))


def is_ignored(path: str, rules: str) -> bool:
    """Whether .dockerignore keeps a path out: the last rule that fits it or a folder above it decides."""
    folders = [str(folder) for folder in Path(path).parents if str(folder) != "."]
    ignored = False
    for line in rules.splitlines():
        rule = line.strip()
        if not rule or rule.startswith("#"):
            continue
        pattern = _pattern(rule.removeprefix("!").strip("/"))
        if any(pattern.fullmatch(one) for one in (path, *folders)):
            ignored = not rule.startswith("!")
    return ignored


def _pattern(rule: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", rule)
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts))
