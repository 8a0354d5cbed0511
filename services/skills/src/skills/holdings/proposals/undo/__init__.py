"""Taking a decision about a proposal back, within minutes of it."""
