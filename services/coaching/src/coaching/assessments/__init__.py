"""Assessments: one look of one coach at one piece of work, from opening to closing."""
