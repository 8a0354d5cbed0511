"""Skills that finished tasks without tags call for: told once a task, and again when that changes."""
