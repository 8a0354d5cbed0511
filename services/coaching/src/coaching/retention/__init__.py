"""How long tasks are kept."""
