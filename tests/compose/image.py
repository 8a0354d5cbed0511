"""An image as a folder: what a Dockerfile copies, and a Python with what its lock names and nothing else."""

from __future__ import annotations

import shutil
import sys
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.compose.dockerfile import Dockerfile, is_ignored

APP = "/app"


@dataclass(frozen=True)
class Image:
    """What a container starts from."""

    folder: Path
    command: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def workdir(self) -> Path:
        """Where the command starts."""
        return self.folder / "app"

    @property
    def path(self) -> str:
        """Where programs are found."""
        return f"{self.folder / 'venv' / 'bin'}:/usr/bin:/bin"


def build(dockerfile: Dockerfile, folder: Path, root: Path, ignore: str) -> Image:
    """Builds the image from the repository at ``root``. Raises PackageNotFoundError."""
    assert dockerfile.last("WORKDIR") == APP
    image = Image(folder, tuple(dockerfile.command), dockerfile.environment)
    for source, destination in dockerfile.copies:
        _copy(root, source, image.workdir / destination, ignore)
    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder / "venv")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    _install(image.workdir / "requirements.lock", folder / "venv" / "lib" / version / "site-packages")
    return image


def _copy(root: Path, source: str, destination: Path, ignore: str) -> None:
    origin = root / source
    destination.mkdir(parents=True, exist_ok=True)
    if origin.is_file():
        shutil.copy(origin, destination)
        return

    def ignored(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(root)
        return {name for name in names if is_ignored(str(inside / name), ignore)}

    shutil.copytree(origin, destination, dirs_exist_ok=True, ignore=ignored)


def _install(lock: Path, site: Path) -> None:
    for name in _locked(lock):
        found = distribution(name)
        tops = {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}
        for top in tops:
            link = site / top
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(top))))


def _locked(lock: Path) -> Iterator[str]:
    """The packages of a lock that this platform needs."""
    for line in lock.read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement.name
