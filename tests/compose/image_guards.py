"""Guards of the Dockerfiles: what they copy exists, what they install is locked, nobody runs as root."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

from tests.architecture.dependencies import canonical
from tests.compose.dockerfile import Dockerfile, is_ignored

Pins = Mapping[str, tuple[str, frozenset[str]]]
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ \\]+)((?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE)
_HASH = re.compile(r"--hash=(\S+)")
_INSTALL = re.compile(r"^pip install --no-cache-dir --require-hashes -r (\S+)$")


def wrong_copies(image: Dockerfile, root: Path, ignore: str) -> Iterator[str]:
    """Sources that do not exist, or that .dockerignore keeps out."""
    for source, _ in image.copies:
        path = source.rstrip("/")
        if not (root / path).exists():
            yield f"{source} does not exist"
        if is_ignored(path, ignore):
            yield f"{source} is kept out by .dockerignore"


def foreign_copies(image: Dockerfile, service: str) -> Iterator[str]:
    """Sources that are neither shared nor the service's own."""
    for source, _ in image.copies:
        if not source.startswith(("shared/", f"services/{service}/")):
            yield f"{source} belongs to somebody else"


def wrong_installs(image: Dockerfile) -> Iterator[str]:
    """Anything installed but what a lock with hashes names, copied before. An ARG is its default."""
    copied: set[str] = set()
    given: dict[str, str] = {}
    for name, arguments in image.instructions:
        if name == "ARG":
            key, _, default = arguments.partition("=")
            given[key] = default
        if name == "COPY":
            copied |= {Path(source).name for source in arguments.split()[:-1]}
        if name == "RUN" and ("pip" in arguments or "apt" in arguments):
            found = _INSTALL.match(Template(arguments).safe_substitute(given))
            if found is None or found[1] not in copied:
                yield f"installs unlocked: {arguments}"


def wrong_user(image: Dockerfile) -> Iterator[str]:
    """An image whose command runs as root."""
    names = [name for name, _ in image.instructions]
    if image.last("USER") in ("", "root", "0") or names.index("USER") > names.index("CMD"):
        yield "runs as root"


def pins(lock: str) -> Pins:
    """Each package of a lock with its version and hashes."""
    return {name: (version, frozenset(_HASH.findall(rest))) for name, version, rest in _PIN.findall(lock)}


def wrong_pins(lock: Pins, whole: Pins) -> Iterator[str]:
    """Packages that a service's lock pins otherwise than the project's."""
    for name, pinned in lock.items():
        if not pinned[1]:
            yield f"{name} has no hashes"
        if whole.get(name) != pinned:
            yield f"{name} {pinned[0]} is not what requirements.lock says: run `make lock`"


def unpinned(lock: Pins, pyproject: str) -> Iterator[str]:
    """What a member needs to run and a service's lock does not hold."""
    needed = {canonical(line) for line in tomllib.loads(pyproject)["project"]["dependencies"]}
    foreign = {name for name in needed if not name.startswith("touchline-")}
    yield from (f"{name} is declared and not locked" for name in sorted(foreign - set(lock)))
