"""What a use case raises to be answered with a problem document (RFC 9457)."""

from __future__ import annotations

from typing import TypedDict


class FieldError(TypedDict):
    """One field at fault, by its dotted path, and why."""

    field: str
    reason: str


class Problem(Exception):
    """An answer other than success. ``code`` is stable; ``title`` is the same for every ``code``;
    ``members`` are what the document says besides.
    """

    def __init__(
        self, status: int, code: str, title: str, detail: str, errors: tuple[FieldError, ...] = ()
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = errors
        self.headers: dict[str, str] = {}
        self.members: dict[str, object] = {}


class NotFound(Problem):
    """404: there is no such thing, or the caller may not know of it."""

    def __init__(self, what: str, id: str) -> None:
        super().__init__(404, "not-found", "Not found", f"There is no {what} {id!r}.")


class Forbidden(Problem):
    """403: the caller's roles or teams do not reach this far."""

    def __init__(self, detail: str) -> None:
        super().__init__(403, "forbidden", "Forbidden", detail)


class Unauthorized(Problem):
    """401: no token, or one that does not hold. ``error`` is RFC 6750's code, where a token was sent."""

    def __init__(self, detail: str, error: str | None = None) -> None:
        super().__init__(401, "unauthorized", "Not signed in", detail)
        challenge = 'Bearer realm="touchline"'
        self.headers["WWW-Authenticate"] = f'{challenge}, error="{error}"' if error else challenge


class Conflict(Problem):
    """409: the thing is not in a state in which this can be done."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(409, code, "Conflict", detail)


class Invalid(Problem):
    """422: one field of the request is wrong."""

    def __init__(self, field: str, reason: str, code: str = "invalid") -> None:
        super().__init__(
            422, code, "Invalid request", f"{field}: {reason}", ({"field": field, "reason": reason},)
        )


class Unavailable(Problem):
    """503: something this service needs does not answer; the same request may work in a moment."""

    def __init__(self, detail: str, *, retry_after: int = 5) -> None:
        super().__init__(503, "unavailable", "Unavailable", detail)
        self.headers["Retry-After"] = str(retry_after)
