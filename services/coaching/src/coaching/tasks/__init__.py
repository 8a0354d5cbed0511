"""Tasks: the last snapshot of each case, incident or interaction."""
