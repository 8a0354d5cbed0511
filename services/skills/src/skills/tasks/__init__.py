"""The tasks that call for skills: what the figures about a skill are counted from."""
