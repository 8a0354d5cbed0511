"""Lists of matches: what was decided of each, and why."""
