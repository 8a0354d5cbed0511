"""Skills that were predicted for persons: one waits for a decision at most once a person and skill."""
