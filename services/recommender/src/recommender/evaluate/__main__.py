"""Runs the measurement: ``python -m recommender.evaluate FILE --protocol case|proposals``."""

from __future__ import annotations

import sys

from recommender.evaluate.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
