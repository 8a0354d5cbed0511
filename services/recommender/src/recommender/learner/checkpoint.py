"""Keeps the learner's state in a file, so that a restart learns again only what came after it."""

from __future__ import annotations

import asyncio
import os
from io import BufferedWriter
from pathlib import Path

import structlog

from recommender.learner.learner import Learner
from recommender.learner.snapshot import fill, pieces, unpacked
from recommender.learner.still import begin_copy, copy_ended
from recommender.learning_log import store
from touchline_runtime.transaction import Connection, Database

log = structlog.get_logger(__name__)

NAME = "learner.checkpoint"
DIGEST = 16
"""Bytes of the digest, before the state, of the log's entry where it was kept: another log has another."""


async def keep(database: Database, folder: Path, learner: Learner) -> None:
    """Writes the state of this moment beside the former one and then in its place: a crash leaves one of the
    two whole. A copy of the process packs and writes, so the learner goes on meanwhile.

    Raises OSError.
    """
    position = learner.position
    with _beside(folder) as file:
        copy = begin_copy(lambda: _write(file, learner), {file.fileno()})
        try:
            async with database.reading() as conn:
                mark = await store.digest_at(conn, position)
        finally:
            await copy_ended(copy)
        if mark is not None:
            await asyncio.to_thread(_put_in_place, file, mark, folder)
            log.info("checkpoint_kept", position=position)


async def resume(conn: Connection, folder: Path, learner: Learner, upto: int) -> None:
    """Gives a new learner the state in the file, where there is one that this log and this model go on from.

    One that cannot be used is named in the log and left: then everything is learned again.
    """
    try:
        content = memoryview(await asyncio.to_thread((folder / NAME).read_bytes))
        state = unpacked(content[DIGEST:], learner.model.version)
        mark = await store.digest_at(conn, state.position) if state.position <= upto else None
        if mark != bytes(content[:DIGEST]):
            raise ValueError("it was kept of another learning log, or of a later state of this one")
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        log.warning("checkpoint_unusable", file=str(folder / NAME), reason=str(error))
        return
    fill(learner, state)
    log.info("checkpoint_resumed", position=learner.position)


def _beside(folder: Path) -> BufferedWriter:
    """A new file: a copy of a learner that was killed may still be writing to the one of before."""
    new = folder / f"{NAME}.new"
    new.unlink(missing_ok=True)
    return new.open("xb")


def _write(file: BufferedWriter, learner: Learner) -> None:
    file.write(bytes(DIGEST))
    file.writelines(pieces(learner))
    file.flush()


def _put_in_place(file: BufferedWriter, mark: bytes, folder: Path) -> None:
    os.pwrite(file.fileno(), mark, 0)
    os.fsync(file.fileno())
    Path(file.name).replace(folder / NAME)
