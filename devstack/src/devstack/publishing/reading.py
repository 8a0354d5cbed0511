"""Lines of a file, of a gzip file or of standard input, with how far the reading is."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from devstack.failures import StackError

_GZIP = b"\x1f\x8b"


@dataclass
class Source:
    """An open file. ``size`` is in bytes as stored, None where it is not known."""

    size: int | None
    _raw: BinaryIO
    _lines: BinaryIO

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Line numbers from 1 and lines that are not blank. Raises StackError for a broken gzip file."""
        try:
            for number, line in enumerate(self._lines, start=1):
                if line.strip():
                    yield number, line
        except (gzip.BadGzipFile, EOFError) as error:
            raise StackError(f"the gzip file is damaged: {error}") from None

    def done(self) -> int:
        """How many stored bytes were read so far."""
        return self._raw.tell() if self.size is not None else 0


@contextmanager
def open_source(name: str) -> Iterator[Source]:
    """Opens a file by name; ``-`` is standard input. Raises StackError if it cannot be read."""
    if name == "-":
        yield Source(None, sys.stdin.buffer, _unpacked(sys.stdin.buffer))
        return
    try:
        raw = Path(name).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise StackError(f"{name} cannot be read: {error.strerror}") from None
    with raw:
        yield Source(Path(name).stat().st_size, raw, _unpacked(raw))


def _unpacked(raw: BinaryIO) -> BinaryIO:
    peek = getattr(raw, "peek", None)
    packed = peek is not None and peek(2)[:2] == _GZIP
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
