"""The public events of Touchline, one module a publisher, and the envelope they travel in."""
