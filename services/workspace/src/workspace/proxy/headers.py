"""Which headers pass from caller to service and back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

Raw = list[tuple[bytes, bytes]]

# RFC 9110, section 7.6.1: these are about one connection only.
_HOP_BY_HOP = frozenset(
    (
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    )
)
_OURS = frozenset((b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-prefix"))


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Raw:
    """Without those that are about the connection, among them whatever ``Connection`` names."""
    given = [(name.lower(), value) for name, value in headers]
    named = {
        option.strip().lower()
        for name, value in given
        if name == b"connection"
        for option in value.split(b",")
    }
    return [(name, value) for name, value in given if name not in _HOP_BY_HOP and name not in named]


def to_service(headers: Sequence[tuple[bytes, bytes]], *, client: str, scheme: str, prefix: str) -> Raw:
    """The caller's headers, with where the call came from. Earlier hops' addresses are kept before ours."""
    given = dict(headers)
    hops = [value for name, value in headers if name == b"x-forwarded-for"]
    passed = [(name, value) for name, value in end_to_end(headers) if name not in _OURS and name != b"host"]
    return [
        *passed,
        (b"x-forwarded-for", b", ".join((*hops, client.encode()))),
        (b"x-forwarded-proto", given.get(b"x-forwarded-proto", scheme.encode())),
        (b"x-forwarded-host", given.get(b"x-forwarded-host", given.get(b"host", b""))),
        (b"x-forwarded-prefix", prefix.encode()),
    ]


def to_caller(headers: Sequence[tuple[bytes, bytes]], *, service_url: str, prefix: str) -> Raw:
    """The service's headers; a redirect to itself leads to where callers reach it."""
    return [
        (name, _outside(value, service_url, prefix) if name == b"location" else value)
        for name, value in end_to_end(headers)
        if name not in (b"date", b"server")
    ]


def _outside(location: bytes, service_url: str, prefix: str) -> bytes:
    target = urlsplit(location.decode("latin-1"))
    if target.netloc and target.netloc != urlsplit(service_url).netloc:
        return location
    path = target.path if target.path.startswith(f"{prefix}/") else prefix + target.path
    return target._replace(scheme="", netloc="", path=path).geturl().encode("latin-1")
