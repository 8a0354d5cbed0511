"""How often the tests that draw lots are run."""

from __future__ import annotations

import os

import pytest

ROUNDS = int(os.environ.get("TOUCHLINE_CHAOS_ROUNDS", "2"))


def in_rounds(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``seed`` runs once a round; the round's number is the seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(ROUNDS))
