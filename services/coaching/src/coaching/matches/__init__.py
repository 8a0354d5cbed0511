"""Matches: each time a task met an opportunity's condition, and what was decided about it."""
