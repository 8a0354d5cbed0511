"""How many tasks call for a skill: counted as they change, by team, kind and day."""
