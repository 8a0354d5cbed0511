"""One container at a fixed port of 127.0.0.1, stopped and started again with its data."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

from devstack.failures import StartFailed
from devstack.ports import HOST


def docker_answers() -> bool:
    """Whether a Docker daemon answers here."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    try:
        return subprocess.run([docker, "info"], capture_output=True, timeout=10, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


class FixedContainer:
    """A container whose port stays the same across ``stop`` and ``start``."""

    def __init__(
        self, image: str, *, inside: int, port: int, env: Mapping[str, str], command: str = ""
    ) -> None:
        try:
            from testcontainers.core.container import DockerContainer
        except ImportError:
            raise StartFailed("containers need testcontainers: pip install testcontainers") from None
        container: Any = DockerContainer
        self._container = container(image)
        self._container.with_bind_ports(f"{inside}/tcp", (HOST, port))
        for name, value in env.items():
            self._container.with_env(name, value)
        if command:
            self._container.with_command(command)
        self._created = False

    async def start(self) -> None:
        """Creates the container at first, later starts the same one again."""
        if self._created:
            await asyncio.to_thread(self._container.get_wrapped_container().start)
        else:
            await asyncio.to_thread(self._container.start)
            self._created = True

    async def stop(self) -> None:
        """Stops it; its data stay."""
        await asyncio.to_thread(self._container.get_wrapped_container().stop, timeout=30)

    async def kill(self) -> None:
        """Ends it at once."""
        await asyncio.to_thread(self._container.get_wrapped_container().kill)

    async def remove(self) -> None:
        """Stops it and deletes it with its data."""
        if self._created:
            await asyncio.to_thread(self._container.stop)
            self._created = False
