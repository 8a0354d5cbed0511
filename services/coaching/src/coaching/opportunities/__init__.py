"""Opportunities: which moments of whose work are worth a coach's time."""
