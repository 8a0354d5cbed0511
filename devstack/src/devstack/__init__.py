"""The embedded stack: PostgreSQL and a broker from wheels, the services, a demo and the command for it."""
