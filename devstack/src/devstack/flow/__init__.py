"""Draws docs/flow.md from the services' tables: event → function → event."""
