"""The skills that exist and who holds them: a copy of what the skills service decided."""
