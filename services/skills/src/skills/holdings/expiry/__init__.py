"""The end of what is held until a time."""
