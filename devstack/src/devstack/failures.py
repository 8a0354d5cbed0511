"""What can go wrong with a stack, each with the exit code of the ``touchline`` command."""

from __future__ import annotations

from typing import ClassVar

PREFIX = "touchline:"
"""Stands before a failure on stderr."""


class StackError(Exception):
    """Something the user can act on; the message says what to do."""

    exit_code: ClassVar[int] = 1


class AlreadyRunning(StackError):
    """A stack runs in this state directory."""

    exit_code = 3


class NotRunning(StackError):
    """No stack runs in this state directory."""

    exit_code = 4


class PortTaken(StackError):
    """Another program listens on a port that was asked for."""

    exit_code = 5


class StartFailed(StackError):
    """A part of the stack did not become ready."""

    exit_code = 6


class StaleState(StackError):
    """The state directory cannot be used as it is."""

    exit_code = 7
