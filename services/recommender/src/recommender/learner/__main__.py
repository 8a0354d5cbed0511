"""Runs the learner: ``python -m recommender.learner``. The recommender service starts and watches it."""

from __future__ import annotations

from recommender.learner.main import main

if __name__ == "__main__":
    main()
