"""What work calls for that too few hold, by team, and by person what they do not hold of it."""
