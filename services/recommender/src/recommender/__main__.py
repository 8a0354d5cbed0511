"""Runs the recommender service: ``python -m recommender``."""

from __future__ import annotations

from recommender.main import main

if __name__ == "__main__":
    main()
