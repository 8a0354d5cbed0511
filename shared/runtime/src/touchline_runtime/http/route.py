"""Rows of a service's route table: which path calls which use case, and who may."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

from pydantic import BaseModel

from touchline_runtime.auth import Role
from touchline_runtime.http.messages import Command, Query

CommandUse = Callable[[Any, Any], Awaitable[BaseModel | None]]
QueryUse = Callable[[Any, Any], Awaitable[BaseModel]]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and path, the use case behind it, and the roles of which a caller needs one.

    ``{name:path}`` in the path takes slashes too. ``message`` is the command or query that the use case
    takes; ``answer`` is what it returns, None for an answer without a body (204). ``file`` reads a list that
    looks otherwise as a CSV file.
    """

    kind: Literal["command", "query"]
    method: str
    path: str
    use_case: Callable[[Any, Any], Awaitable[BaseModel | None]]
    roles: tuple[Role, ...]
    status: int
    message: type[BaseModel]
    answer: Any
    file: Route | None = None

    @property
    def name(self) -> str:
        """The use case's name: the operation id, and the scope of ids derived for it."""
        return getattr(self.use_case, "__name__", repr(self.use_case))

    @property
    def tag(self) -> str:
        """What the route is about: the path's first segment."""
        return self.path.strip("/").split("/")[0]


def command(
    method: str, path: str, use_case: CommandUse, *, roles: tuple[Role, ...], status: int = 200
) -> Route:
    """A route that changes something, in one transaction. No roles: everybody who is signed in.

    The use case is ``async (tx: Transaction, command: SomeCommand) -> BaseModel | None``.
    """
    message, answer = _hints(use_case, Command)
    status = 204 if answer is None else status
    return Route("command", method.upper(), path, use_case, roles, status, message, answer)


def query(path: str, use_case: QueryUse, *, roles: tuple[Role, ...], file: QueryUse | None = None) -> Route:
    """A route that reads. The use case is ``async (conn: Connection, query: SomeQuery) -> BaseModel``.

    ``file`` answers the pages of its CSV file, where these are no pages of the list itself.
    """
    message, answer = _hints(use_case, Query)
    own = query(path, file, roles=roles) if file else None
    return Route("query", "GET", path, use_case, roles, 200, message, answer, own)


def _hints(use_case: Callable[..., object], wanted: type[BaseModel]) -> tuple[type[BaseModel], Any]:
    # Only the two that matter are evaluated: the first parameter's type may exist for type checkers alone.
    annotations = dict(inspect.get_annotations(use_case))
    answer = annotations.pop("return", None)
    message = list(annotations.values())[-1] if annotations else None
    wrapped = type("Hints", (), {"__annotations__": {"message": message, "answer": answer}})
    hints = get_type_hints(wrapped, globalns=vars(inspect.getmodule(use_case)))
    message, answer = hints["message"], hints["answer"]
    if not (isinstance(message, type) and issubclass(message, wanted)):
        raise TypeError(f"{use_case!r} must take a {wanted.__name__} as its last parameter")
    return message, None if answer is type(None) else answer
