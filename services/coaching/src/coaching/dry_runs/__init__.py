"""Dry runs: what a draft of an opportunity would have made of the tasks that are stored."""
