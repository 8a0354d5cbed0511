"""The services of a compose file as local processes: their own commands, environments and health checks.

Nothing of this machine's environment reaches them. Only addresses differ: a container has an address of its
own, here each has a port of its own on 127.0.0.1.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devstack.ports import HOST
from devstack.process import Process, run_once
from devstack.readiness import until_ready
from tests.compose.compose_file import Service
from tests.compose.image import APP, Image

READY_WITHIN = 180.0
PORT = "TOUCHLINE_HTTP_PORT"


@dataclass
class Containers:
    """``ports`` are by service, ``images`` by Dockerfile, ``addresses`` those of other programs."""

    folder: Path
    root: Path
    services: Mapping[str, Service]
    images: Mapping[str, Image]
    ports: Mapping[str, int]
    addresses: Mapping[str, str]
    processes: dict[str, Process] = field(default_factory=dict, init=False)

    def url(self, name: str) -> str:
        """Where a service is reached."""
        return f"http://{HOST}:{self.ports[name]}"

    def start(self, name: str) -> Process:
        """Starts the service's own command in its own environment."""
        service = self.services[name]
        image = self._image(name)
        self._mount(service, image)
        command = [self._here(name, word) for word in service.command or image.command]
        process = self.processes[name] = self._process(name, name, command)
        process.patience = service.grace
        process.start()
        return process

    async def run(self, name: str, *command: str, within: float = READY_WITHIN) -> str:
        """Runs a command in a service's container, as ``docker compose exec``; returns what it wrote.

        Raises StartFailed when it fails or takes too long.
        """
        process = self._process(name, f"{name}-command", command)
        process.log.unlink(missing_ok=True)
        await run_once(process, within=within)
        return process.log.read_text()

    async def check(self, name: str) -> bool:
        """Whether the service's own health check passes."""
        kind, *command = self.services[name].check
        assert kind == "CMD"
        process = self._process(name, f"{name}-check", [self._here(name, word) for word in command])
        process.start()
        return await process.wait() == 0

    async def until_healthy(self, *names: str) -> None:
        """Waits for their health checks. Raises StartFailed with the end of a log."""
        for name in names:
            process = self.processes[name]

            async def healthy(name: str = name) -> bool:
                return await self.check(name)

            await until_ready(name, healthy, within=READY_WITHIN, process=process)

    async def kill(self) -> None:
        """Ends everything at once."""
        await asyncio.gather(*(process.kill() for process in self.processes.values()))

    def _process(self, name: str, log: str, command: Sequence[str]) -> Process:
        image = self._image(name)
        environment = {**image.environment, **self.services[name].environment, "PATH": image.path}
        if PORT in environment and name in self.ports:
            environment[PORT] = str(self.ports[name])
        pairs = [f"{key}={self._here(name, value)}" for key, value in environment.items()]
        exact = ["env", "-i", *pairs, *command]
        return Process(log, exact, self.folder / "logs" / f"{log}.log", cwd=image.workdir)

    def _image(self, name: str) -> Image:
        dockerfile = self.services[name].dockerfile
        assert dockerfile is not None
        return self.images[dockerfile]

    def _here(self, name: str, text: str) -> str:
        """The text with the addresses that things have here."""
        if text == "8080" and name in self.ports:
            return str(self.ports[name])
        for address, real in self.addresses.items():
            text = text.replace(address, real)
        for other, port in self.ports.items():
            text = text.replace(f"{other}:8080", f"{HOST}:{port}")
        return text.replace(f"{HOST}:8080", f"{HOST}:{self.ports[name]}") if name in self.ports else text

    def _mount(self, service: Service, image: Image) -> None:
        for volume in service.tree.get("volumes", []):
            source, target, *_ = volume.split(":")
            assert target.startswith(f"{APP}/")
            link = image.workdir / target.removeprefix(f"{APP}/")
            if not link.exists():
                link.symlink_to((self.root / source).resolve())
