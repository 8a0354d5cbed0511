"""Tasks: the last snapshot of each case, incident or interaction, as far as lists need it."""
