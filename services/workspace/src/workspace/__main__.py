"""Runs the workspace: ``python -m workspace``."""

from __future__ import annotations

from workspace.main import main

if __name__ == "__main__":
    main()
