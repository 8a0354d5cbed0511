"""Runs the enricher: ``python -m recommender.enricher``. The recommender service starts it where it is on."""

from __future__ import annotations

from recommender.enricher.main import main

if __name__ == "__main__":
    main()
