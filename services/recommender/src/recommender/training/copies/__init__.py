"""Copies of what others decide, from which training is recommended: courses, learning, scores and levels."""
