"""Runs the skills service: ``python -m skills``."""

from __future__ import annotations

from skills.main import main

if __name__ == "__main__":
    main()
