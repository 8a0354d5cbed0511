"""Tells a fault of the surroundings, to be waited out, from a fault of the event, to be set aside."""

from __future__ import annotations

import asyncpg
from asyncpg import exceptions as pg

# SQLSTATE: serialization, deadlock, lock not available, query cancelled, idle transaction ended.
_TRANSIENT_STATES = frozenset({"40001", "40P01", "55P03", "57014", "25P03", "25P04"})
_TRANSIENT_CLASSES = ("08", "53", "57P", "58")
_RACING = "23505"


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed later, unchanged: connection, lock or resource trouble."""
    if isinstance(error, pg.PostgresError):
        state = error.sqlstate or ""
        return state in _TRANSIENT_STATES or state.startswith(_TRANSIENT_CLASSES)
    if isinstance(error, asyncpg.InterfaceError):
        # A lost connection or a closed pool; but also a statement that got too few arguments, which no
        # waiting cures.
        return not isinstance(error, ValueError) and "for this query" not in str(error)
    if isinstance(error, asyncpg.InternalClientError):
        return True  # a connection whose server went away in the middle of something
    return isinstance(error, OSError | TimeoutError | ConnectionError)


def is_race(error: BaseException) -> bool:
    """Whether two transactions wanted the same unique key: worth one more try before it counts as a fault."""
    return isinstance(error, pg.PostgresError) and error.sqlstate == _RACING


def explain(error: BaseException) -> str:
    """One line for an operator: the kind of error and what it says."""
    return f"{type(error).__name__}: {error}"[:2_000]
