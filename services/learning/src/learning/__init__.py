"""The learning service: courses, catalogs of them, and learning tasks."""
