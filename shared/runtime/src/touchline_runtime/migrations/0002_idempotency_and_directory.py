"""Tables for idempotency keys and for the projection of the directory."""

from touchline_runtime.migrate import execute

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = """
CREATE TABLE idempotency_key (
    principal text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status int,
    body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE person (
    id text PRIMARY KEY,
    name text NOT NULL,
    email text,
    title text,
    active boolean NOT NULL,
    manager_id text,
    time_zone text NOT NULL,
    revision bigint NOT NULL
);

CREATE TABLE team (
    id text PRIMARY KEY,
    name text NOT NULL,
    active boolean NOT NULL,
    manager_id text,
    revision bigint NOT NULL
);

CREATE TABLE team_person (
    team_id text NOT NULL REFERENCES team,
    person_id text NOT NULL,
    part text NOT NULL CHECK (part IN ('manager', 'additional_manager', 'coach', 'member')),
    PRIMARY KEY (team_id, person_id, part)
);
CREATE INDEX team_person_by_person ON team_person (person_id, part, team_id);

-- A cancelled shift stays as a row, so that an older snapshot does not bring it back.
CREATE TABLE shift (
    id text PRIMARY KEY,
    cancelled boolean NOT NULL,
    person_id text,
    team_id text,
    starts_at timestamptz,
    ends_at timestamptz,
    revision bigint NOT NULL
);
CREATE INDEX shift_by_team ON shift (team_id, starts_at, ends_at) WHERE NOT cancelled;
"""


def upgrade() -> None:
    """Creates the tables."""
    execute(SQL)
