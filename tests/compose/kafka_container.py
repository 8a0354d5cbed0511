"""The compose file's Kafka as a local process: its own command and environment, on the jars that Maven has.

The image's programs are stood in for by scripts that do what they do: the image's own KafkaDockerWrapper,
which is in Kafka's jar, makes the settings of the environment and formats the storage.
"""

from __future__ import annotations

import os
from pathlib import Path

from devstack.kafka.topics import answers
from devstack.ports import HOST, free_ports
from devstack.process import Process
from devstack.readiness import until_ready
from tests.compose.compose_file import Service

_JAVA = "java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
_STORAGE = """#!/bin/sh
exec {java} -cp '{jars}/*' kafka.tools.StorageTool "$@" 2>/dev/null
"""
_RUN = """#!/bin/sh
said=$({java} -cp '{jars}/*' kafka.docker.KafkaDockerWrapper setup --default-configs-dir {etc} \\
  --mounted-configs-dir {etc}/none --final-configs-dir {etc}/final 2>&1) ||
  case "$said" in *"already formatted"*) ;; *) echo "$said"; exit 1 ;; esac
exec {java} -cp '{jars}/*' kafka.Kafka {etc}/final/server.properties
"""
_FORMAT_ONLY = _RUN.replace("exec {java}", "exec true")


class KafkaContainer:
    """A container of the service ``kafka`` with its data in ``volume``."""

    def __init__(
        self, service: Service, folder: Path, volume: Path, jars: Path, *, serve: bool = True
    ) -> None:
        port, controller = free_ports(2)
        self.bootstrap = f"{HOST}:{port}"
        self._service = service
        self._folder = folder
        self._here = {
            "kafka:9092": self.bootstrap,
            "9092": str(port),
            "9093": str(controller),
            "/var/lib/kafka/data": str(volume),
            "/opt/kafka/": f"{folder}/opt/kafka/",
            "/etc/kafka/": f"{folder}/etc/kafka/",
        }
        self._write("opt/kafka/bin/kafka-storage.sh", _STORAGE, jars)
        self._write("etc/kafka/docker/run", _RUN if serve else _FORMAT_ONLY, jars)
        for place in ("", "final/"):
            for name in ("server.properties", "log4j2.yaml", "tools-log4j2.yaml"):
                file = folder / "etc/kafka" / place / name
                file.parent.mkdir(exist_ok=True)
                file.touch()
        self.process = self._process("kafka", service.command or [])
        self.process.patience = service.grace

    async def until_ready(self) -> None:
        """Starts it and waits for its own health check, then for an answer. Raises StartFailed."""
        self.process.start()
        await until_ready("kafka", self.check, within=120, process=self.process)
        await until_ready("kafka", lambda: answers(self.bootstrap), within=30, process=self.process)

    async def check(self) -> bool:
        """Whether the service's own health check passes."""
        kind, *command = self._service.check
        assert kind == "CMD"
        check = self._process("kafka-check", command)
        check.start()
        return await check.wait() == 0

    def _process(self, name: str, command: list[str]) -> Process:
        environment = {**self._service.environment, "PATH": os.environ["PATH"]}
        pairs = [f"{key}={self._translated(value)}" for key, value in environment.items()]
        exact = ["env", "-i", *pairs, *(self._translated(word) for word in command)]
        return Process(name, exact, self._folder / f"{name}.log")

    def _translated(self, text: str) -> str:
        for there, here in self._here.items():
            text = text.replace(there, here)
        return text

    def _write(self, name: str, script: str, jars: Path) -> None:
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script.format(java=_JAVA, jars=jars, etc=self._folder / "etc/kafka"))
        file.chmod(0o755)
