"""Guard of the environment: settings are read once, at the edge, and everything else is told."""

from __future__ import annotations

import ast

from tests.architecture.source import Source, dotted

_READS = frozenset({"os.environ", "os.getenv", "environ", "getenv", "os.environb", "load_dotenv"})
EDGES = ("settings", "main")


def environment_reads(source: Source) -> list[str]:
    """Reading the process's environment outside of settings, main and the development stack."""
    if not source.shipped or source.name in EDGES or source.path.startswith("devstack/"):
        return []
    return [
        f"{source.at(node)}: {dotted(node)} is read in settings.py or main.py only"
        for node in source.nodes()
        if isinstance(node, ast.Attribute | ast.Name) and dotted(node) in _READS
    ]
