"""The state directory: what a stack keeps between starts, and the record other commands find it by."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from devstack.failures import NotRunning, StaleState

DEFAULT = Path(".touchline")
Phase = Literal["starting", "running", "stopping", "stopped"]


class StackRecord(BaseModel):
    """Where a stack is. ``services`` are base URLs by name; ``phase`` is ``stopped`` once it is down."""

    version: Literal[1] = 1
    phase: Phase
    pid: int
    started_at: datetime
    address: str
    kafka: str
    kafka_bootstrap: str
    kafka_idempotent: bool
    postgres: str
    jwks_url: str
    services: dict[str, str]
    data_id: str
    """Of the PostgreSQL cluster: another one knows nothing of what was loaded before."""
    ports: dict[str, int]


class DemoRecord(BaseModel):
    """A demo: which one (``seed``, ``until``) went into which databases, and whether all of it."""

    data_id: str
    seed: int
    until: datetime
    loaded: bool = False


class StateFolder:
    """The files of one stack."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.key = self.path / "issuer-key.json"
        self.logs = self.path / "logs"
        self._demo = self.path / "demo.json"
        self._record = self.path / "stack.json"
        self._lock = self.path / "lock"

    def create(self) -> None:
        """Makes the directory. Raises StaleState if the path is something else."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError, PermissionError) as error:
            raise StaleState(f"{self.path} cannot be a state directory: {error.strerror}") from None

    def record(self) -> StackRecord | None:
        """The last record, None before the first start. Raises StaleState if it cannot be read."""
        try:
            return StackRecord.model_validate_json(self._record.read_text())
        except FileNotFoundError:
            return None
        except (ValidationError, UnicodeDecodeError):
            raise StaleState(
                f"{self._record} was not written by this version of touchline:"
                " remove it, or choose another --state"
            ) from None

    def write(self, record: StackRecord) -> None:
        """Replaces the record at once, so that a reader never sees half of it."""
        draft = self._record.with_suffix(".draft")
        draft.write_text(record.model_dump_json(indent=2))
        draft.replace(self._record)

    def running(self) -> StackRecord:
        """The record of the stack that runs here. Raises NotRunning or StaleState."""
        record = self.record()
        if record is None or record.phase == "stopped":
            raise NotRunning(f"no stack runs in {self.path}: start one with `touchline up`")
        if not self.is_locked():
            raise NotRunning(f"the stack in {self.path} has died: `touchline up` carries on where it was")
        return record

    def is_locked(self) -> bool:
        """Whether a stack, or what a dead one left to be ended, still holds this directory."""
        if not self.path.is_dir():
            return False
        descriptor = self.lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def lock(self) -> int | None:
        """Takes the directory: an open descriptor, None if somebody else has it."""
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def demo_of(self, data_id: str) -> DemoRecord | None:
        """What these databases have of the demo; None if nothing."""
        if not self._demo.exists():
            return None
        record = DemoRecord.model_validate_json(self._demo.read_text())
        return record if record.data_id == data_id else None

    def write_demo(self, record: DemoRecord) -> None:
        """Remembers what the databases have of the demo."""
        self._demo.write_text(record.model_dump_json())

    def passwords(self, names: Sequence[str]) -> dict[str, str]:
        """A password for each name, the same ones at every start."""
        file = self.path / "passwords.json"
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        missing = {name: secrets.token_hex(16) for name in names if name not in kept}
        if missing:
            file.touch(mode=0o600)
            file.write_text(json.dumps(kept | missing))
        return {name: (kept | missing)[name] for name in names}
