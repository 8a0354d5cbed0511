"""How many of those who work, and of the skills that they hold, the proposals reach."""
