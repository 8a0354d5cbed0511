"""Stylesheets and scripts of our own pages."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

ASSETS = Path(__file__).parent / "assets"


class AssetsRoute(Mount):
    """Serves the folder ``assets``."""

    def __init__(self, path: str) -> None:
        super().__init__(path, StaticFiles(directory=ASSETS), name="assets")
