"""The same figures skill by skill: a table in any order, and the hierarchy a level at a time."""
