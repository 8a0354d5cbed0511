"""Apache Kafka's jars from Maven, kept in the user's cache folder under the hash of pom.xml."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

from devstack.failures import StartFailed
from devstack.process import Process, run_once

POM = Path(__file__).with_name("pom.xml")
_PATIENCE = 600.0


def apache_is_possible() -> bool:
    """Whether java and mvn are here."""
    return shutil.which("java") is not None and shutil.which("mvn") is not None


async def kafka_jars() -> Path:
    """The folder with the jars, filled by Maven at the first call. Raises StartFailed."""
    if not apache_is_possible():
        raise StartFailed("Apache Kafka needs java (17 or newer) and mvn on the PATH")
    folder = _cache() / f"kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}"
    if not folder.exists():
        await _fetch(folder)
    return folder


async def _fetch(folder: Path) -> None:
    # Filled beside and then renamed: nobody sees half a folder, and two at once do no harm.
    filling = folder.with_name(f"{folder.name}.{os.getpid()}")
    filling.mkdir(parents=True)
    arguments = ["-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={filling}"]
    maven = Process("mvn", ["mvn", *arguments], folder.with_suffix(".log"))
    try:
        await run_once(maven, within=_PATIENCE)
        with contextlib.suppress(OSError):  # another process was first: its folder is as good
            filling.rename(folder)
    finally:
        shutil.rmtree(filling, ignore_errors=True)


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "touchline"
