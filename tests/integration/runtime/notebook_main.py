"""Runs the notebook as a service: ``python -m tests.integration.runtime.notebook_main``."""

from __future__ import annotations

from tests.integration.runtime.notebook import COUNT, Notebook
from touchline_runtime import directory
from touchline_runtime.service import Service, run

NOTEBOOK = Notebook()
SERVICE = Service(
    name=NOTEBOOK.name,
    title=NOTEBOOK.title,
    subscriptions=directory.SUBSCRIPTIONS,
    routes=NOTEBOOK.routes,
    migrations=NOTEBOOK.migrations,
    counts={"notes": COUNT},
)

if __name__ == "__main__":
    run(SERVICE)
