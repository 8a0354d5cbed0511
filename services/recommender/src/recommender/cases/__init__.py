"""Finished tasks: one row each, and what is worth learning from them in the learning log."""
