"""Courses that close the gaps between what a person holds and what their work calls for."""
