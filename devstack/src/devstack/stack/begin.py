"""How a stack begins in a state directory: one at a time, on free ports, with fresh logs."""

from __future__ import annotations

import os
import time

from devstack import guard
from devstack.failures import AlreadyRunning, PortTaken
from devstack.ports import free_port, is_free
from devstack.stack.console import say
from devstack.stack.services import GATEWAY, SERVICES
from devstack.stack.state import StateFolder

_ENDING_WITHIN = 30.0


def take(state: StateFolder) -> None:
    """Makes the directory ours for the rest of this process. Raises AlreadyRunning or StaleState.

    The guard holds the lock too: where a stack died, its processes are ended before the next begins.
    """
    state.create()
    deadline = time.monotonic() + _ENDING_WITHIN
    waited = False
    while (descriptor := state.lock()) is None:
        record = state.record()
        if record is None or _is_alive(record.pid) or time.monotonic() > deadline:
            where = f" at {record.address}" if record is not None else ""
            raise AlreadyRunning(f"a stack already runs in {state.path}{where}: see `touchline status`")
        if not waited:
            say("touchline", "the last stack here died; waiting until its processes are ended")
        waited = True
        time.sleep(0.2)
    guard.hold(descriptor)


def settle_ports(state: StateFolder, port: int) -> dict[str, int]:
    """The gateway's port and one for every other part, as last time where free. Raises PortTaken."""
    if not is_free(port):
        raise PortTaken(f"port {port} is taken by another program: choose another with --port")
    last = state.record()
    ports = {GATEWAY: port}
    for name in ("postgres", "kafka", "issuer", *(name for name in SERVICES if name != GATEWAY)):
        before = last.ports.get(name) if last is not None else None
        ports[name] = free_port(preferred=before, besides=frozenset(ports.values()))
    return ports


def put_logs_aside(state: StateFolder) -> None:
    """Moves the logs of the last run to ``logs/previous``."""
    previous = state.logs / "previous"
    previous.mkdir(exist_ok=True)
    for log in state.logs.glob("*.log"):
        if log.name != "supervisor.log":
            log.replace(previous / log.name)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
