"""Who holds what and what was rejected for whom: a copy of what the skills service decided."""
