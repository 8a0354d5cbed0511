"""Conditions: what an opportunity asks of a task, written in CEL."""
