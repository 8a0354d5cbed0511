"""The compose file's PostgreSQL: the script that makes its databases, run on the tests' server."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from devstack.postgres.databases import OWNERS
from devstack.postgres.embedded import binaries
from tests.compose.compose_file import Service


class DatabaseContainer:
    """The service ``postgres`` on a server with this superuser's URL."""

    def __init__(self, service: Service, url: str, root: Path) -> None:
        self._service = service
        self._url = url
        parts = urlsplit(url)
        self.address = f"{parts.hostname}:{parts.port}"
        source = next(volume for volume in service.tree["volumes"] if "initdb" in volume).split(":")[0]
        self.scripts = sorted((root / source).iterdir())
        self._environment = {
            "PATH": f"{binaries()}:/usr/bin:/bin",
            "PGHOST": str(parts.hostname),
            "PGPORT": str(parts.port),
            "PGPASSWORD": str(parts.password),
            "POSTGRES_USER": str(parts.username),
        }

    def create(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs the script as the image does when its volume is new. ``variables`` go over the service's."""
        (script,) = self.scripts
        assert os.access(script, os.X_OK), "the image would source it into its own shell"
        environment = {**self._service.environment, **self._environment, **variables}
        return subprocess.run([script], env=environment, capture_output=True, text=True, check=False)

    def check(self) -> bool:
        """Whether the service's own health check passes."""
        kind, *command = self._service.check
        assert kind == "CMD"
        program = str(binaries() / command[0])
        return subprocess.run([program, *command[1:]], env=self._environment, check=False).returncode == 0

    def run(self, command: str, folder: Path) -> None:
        """Runs a line of shell as ``docker compose exec postgres`` would. Raises CalledProcessError."""
        subprocess.run(["sh", "-c", command], env=self._environment, cwd=folder, check=True)

    async def are_there(self) -> list[str]:
        """Which services have a database."""
        conn = await asyncpg.connect(self._url)
        try:
            rows = await conn.fetch("SELECT datname FROM pg_database WHERE datname = ANY($1)", OWNERS)
        finally:
            await conn.close()
        return [row["datname"] for row in rows]

    async def drop(self) -> None:
        """Removes what the script made."""
        conn = await asyncpg.connect(self._url)
        try:
            for owner in OWNERS:
                await conn.execute(f'DROP DATABASE IF EXISTS "{owner}" WITH (FORCE)')
                await conn.execute(f'DROP ROLE IF EXISTS "{owner}"')
        finally:
            await conn.close()
