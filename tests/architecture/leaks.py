"""Guards of what a committed file must not name: package hosts and places on somebody's machine."""

from __future__ import annotations

import re

# In words, so that this file passes its own guard.
_HOSTS = """pypi org|pypi python org|files pythonhosted org|registry npmjs org|registry yarnpkg com
|repo maven apache org|repo1 maven org|proxy golang org|index crates io|static crates io|rubygems org
|deb debian org|archive ubuntu com"""
_HOST = re.compile("|".join(r"\.".join(host.split()) for host in _HOSTS.split("|")), re.IGNORECASE)
_PLACE = re.compile(r"(?<![\w.}/-])(/(root|work|(home|Users)/[\w.-]+|mnt/[a-z])/|[A-Z]:\\Users\\)")


def leaks(path: str, text: str) -> list[str]:
    """Lines of a file that name a package registry's host or a path of one machine."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HOST.search(line) or _PLACE.search(line):
            found.append(f"{path}:{number}: {match.group()}")
    return found
