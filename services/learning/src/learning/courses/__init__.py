"""Courses and the skills they award."""
