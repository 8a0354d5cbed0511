"""``python -m devstack.flow docs/flow.md`` writes the page; ``--check`` fails when it is out of date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from devstack.flow.page import page, steps


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    file: Path = options.file.resolve()
    text = page(file.parents[1], steps())
    if not options.check:
        file.write_text(text)
    elif not file.exists() or file.read_text() != text:
        sys.exit(f"{options.file} is out of date: run `make docs` and commit the result")


if __name__ == "__main__":
    main()
