"""The way through to the services, streaming in both directions."""
