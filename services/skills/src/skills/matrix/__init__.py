"""Persons by skills: who holds what, and what is proposed for whom."""
