"""Tables for positions, inbox, outbox and quarantine."""

from touchline_runtime.migrate import execute

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = """
CREATE TABLE consumer_position (
    consumer text NOT NULL,
    cluster_id text NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    next_offset bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, cluster_id, topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE inbox (
    event_key bytea NOT NULL,
    payload_hash bigint NOT NULL,
    generation int NOT NULL,
    PRIMARY KEY (event_key, generation)
) PARTITION BY LIST (generation);
CREATE TYPE inbox_entry AS (event_key bytea, payload_hash bigint);

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    headers text NOT NULL,
    payload bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE quarantine (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('quarantined', 'parked', 'replayed', 'discarded')),
    consumer text NOT NULL,
    subscription text NOT NULL,
    ordering_key text,
    blocking boolean NOT NULL,
    cluster_id text NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    log_offset bigint NOT NULL,
    message_key bytea,
    headers text NOT NULL,
    payload bytea NOT NULL,
    event_id text,
    event_type text,
    kind text NOT NULL CHECK (kind IN ('malformed', 'conflict', 'failed', 'parked')),
    field text,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    settled_by text,
    UNIQUE (consumer, cluster_id, topic, partition, log_offset)
);
CREATE INDEX quarantine_open ON quarantine (consumer, ordering_key, id)
    WHERE state IN ('quarantined', 'parked');
CREATE INDEX quarantine_event ON quarantine (event_id) WHERE state = 'quarantined';

CREATE TABLE subscription_stop (
    consumer text NOT NULL,
    subscription text NOT NULL,
    stopped_at timestamptz NOT NULL,
    reason text NOT NULL,
    resumed_at timestamptz,
    PRIMARY KEY (consumer, subscription)
);
"""


def upgrade() -> None:
    """Creates the tables."""
    execute(SQL)
