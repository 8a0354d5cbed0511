"""PostgreSQL for the stack and the tests: embedded, in a container, or one that is already there."""

from devstack.postgres.choice import PostgresKind, choose_postgres
from devstack.postgres.server import Postgres

__all__ = ["Postgres", "PostgresKind", "choose_postgres"]
