"""Free TCP ports on 127.0.0.1."""

from __future__ import annotations

import random
import socket

HOST = "127.0.0.1"
# Below the range from which Linux takes the ports of outgoing connections. A client that keeps knocking at
# a stopped server in that range can end up connected to itself, and the server then finds its port taken.
_LOWEST, _HIGHEST = 18_000, 32_000


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(*, preferred: int | None = None, besides: frozenset[int] = frozenset()) -> int:
    """A free port: the preferred one if it is, and none of ``besides``. Raises OSError if there is none."""
    if preferred is not None and preferred not in besides and is_free(preferred):
        return preferred
    for _ in range(1_000):
        port = random.randint(_LOWEST, _HIGHEST)
        if port not in besides and is_free(port):
            return port
    raise OSError("no free TCP port was found on 127.0.0.1")


def free_ports(count: int) -> list[int]:
    """Free ports, all different."""
    found: list[int] = []
    while len(found) < count:
        found.append(free_port(besides=frozenset(found)))
    return found
