"""Runs the learning service: ``python -m learning``."""

from __future__ import annotations

from learning.main import main

if __name__ == "__main__":
    main()
