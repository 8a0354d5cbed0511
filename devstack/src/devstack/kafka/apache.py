"""Apache Kafka as one KRaft node, from its Maven artefact: what tests and benchmarks run on."""

from __future__ import annotations

import base64
import shutil
import uuid
from pathlib import Path

from devstack.kafka.jars import kafka_jars
from devstack.kafka.topics import answers, ensure_topics
from devstack.ports import HOST, free_port, free_ports
from devstack.process import Process, run_once
from devstack.readiness import port_answers, until_ready

_SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller}
advertised.listeners=PLAINTEXT://{host}:{port}
controller.listener.names=CONTROLLER
log.dirs={data}
num.network.threads=2
num.io.threads=2
background.threads=2
num.recovery.threads.per.data.dir=2
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.heartbeat.interval.ms=300
broker.session.timeout.ms=1500
"""
_LOGGING = ("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true")
# A node that lives for a test run: the quick compiler, one collector thread, shared classes.
_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xms128m")


class ApacheKafka:
    """A real Apache Kafka with its data in ``folder``; ``stop`` and ``start`` keep them.

    ``heap`` is in MiB. ``long_lived`` lets the JVM compile fully: slow to start, fast to run (benchmarks).
    """

    kind = "apache"
    idempotent = True
    durable = True
    session_timeout_ms = 10_000

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        log: Path | None = None,
        temporary: bool = False,
        heap: int = 512,
        long_lived: bool = False,
    ) -> None:
        self._folder = folder.absolute()
        self._temporary = temporary
        self._port = free_port(preferred=port)
        self._heap = heap
        self._long_lived = long_lived
        self.bootstrap = f"{HOST}:{self._port}"
        self.process: Process = Process("kafka", [], log or self._folder / "kafka.log", patience=30)

    async def start(self) -> None:
        """Formats the storage if it is new, starts, waits, creates the topics. Raises StartFailed."""
        jars = await kafka_jars()
        settings = self._write_settings()
        if not (self._folder / "data" / "meta.properties").exists():
            await self._format(jars, settings)
        self.process.command = self._java(jars, "kafka.Kafka", str(settings))
        self.process.start()
        await until_ready("kafka", self._answers, within=180, process=self.process)
        await ensure_topics(self.bootstrap)

    async def stop(self) -> None:
        """Stops it cleanly; topics and events stay."""
        await self.process.stop()

    async def kill(self) -> None:
        """Ends it at once; the next start recovers its log."""
        await self.process.kill()

    async def close(self) -> None:
        """Stops it, or kills it where nothing is kept."""
        if self._temporary:
            await self.kill()
            shutil.rmtree(self._folder, ignore_errors=True)
        else:
            await self.stop()

    async def _answers(self) -> bool:
        return await port_answers(HOST, self._port) and await answers(self.bootstrap)

    async def _format(self, jars: Path, settings: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        arguments = ("format", f"--cluster-id={cluster}", "--config", str(settings))
        command = self._java(jars, "kafka.tools.StorageTool", *arguments)
        await run_once(Process("kafka storage", command, self.process.log))

    def _write_settings(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / "server.properties"
        controller = next(port for port in free_ports(2) if port != self._port)
        file.write_text(
            _SETTINGS.format(host=HOST, port=self._port, controller=controller, data=self._folder / "data")
        )
        return file

    def _java(self, jars: Path, main: str, *arguments: str) -> list[str]:
        options = ("-XX:+UseG1GC",) if self._long_lived else _JAVA
        return ["java", f"-Xmx{self._heap}m", *options, *_LOGGING, "-cp", f"{jars}/*", main, *arguments]
