"""Keeps the learner's state in a file, so that a restart learns again only what came after it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import structlog

from recommender.learner.learner import Learner
from recommender.learner.snapshot import fill, still, unpacked
from recommender.learning_log import store
from recommender.model.state import Pieces
from touchline_runtime.transaction import Connection, Database

log = structlog.get_logger(__name__)

NAME = "learner.checkpoint"
DIGEST = 16
"""Bytes of the digest, before the state, of the log's entry where it was kept: another log has another."""


async def keep(database: Database, folder: Path, learner: Learner) -> None:
    """Writes the state of this moment beside the former one and then in its place: a crash leaves one of the
    two whole. The learner may go on meanwhile.

    Raises OSError.
    """
    position, pack = learner.position, still(learner)
    async with database.reading() as conn:
        mark = await store.digest_at(conn, position)
    if mark is not None:
        await asyncio.to_thread(lambda: _write(folder, mark, pack()))
        log.info("checkpoint_kept", position=position)


async def resume(conn: Connection, folder: Path, learner: Learner, upto: int) -> None:
    """Gives a new learner the state in the file, where there is one that this log and this model go on from.

    One that cannot be used is named in the log and left: then everything is learned again.
    """
    try:
        content = await asyncio.to_thread((folder / NAME).read_bytes)
        state = unpacked(content[DIGEST:], learner.model.version)
        mark = await store.digest_at(conn, state.position) if state.position <= upto else None
        if mark != content[:DIGEST]:
            raise ValueError("it was kept of another learning log, or of a later state of this one")
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        log.warning("checkpoint_unusable", file=str(folder / NAME), reason=str(error))
        return
    fill(learner, state)
    log.info("checkpoint_resumed", position=learner.position)


def _write(folder: Path, mark: bytes, state: Pieces) -> None:
    new = folder / f"{NAME}.new"
    with new.open("wb") as file:
        file.write(mark)
        file.writelines(state)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / NAME)
