"""The one port of Touchline: the status page, the documentation of the APIs, and the way to each service."""
