"""Adds to the learning log what cases mean, beside the learning and some time after them. Off by default."""
