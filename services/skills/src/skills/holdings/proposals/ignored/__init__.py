"""Predictions that were not proposed, and why."""
