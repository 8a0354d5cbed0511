"""Creates the catalogue of skills, and what persons hold, have proposed and have rejected."""

from touchline_runtime.migrate import execute

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = """
CREATE TABLE level_type (
    id    text PRIMARY KEY,
    name  text NOT NULL UNIQUE
);
CREATE TABLE level (
    level_type_id  text NOT NULL REFERENCES level_type,
    value          integer NOT NULL CHECK (value >= 0),
    name           text NOT NULL,
    PRIMARY KEY (level_type_id, value),
    UNIQUE (level_type_id, name)
);
INSERT INTO level_type (id, name) VALUES ('basic', 'Basic');
INSERT INTO level (level_type_id, value, name) VALUES ('basic', 1, 'Basic');

CREATE TABLE skill (
    id             text PRIMARY KEY,
    name           text NOT NULL,
    description    text NOT NULL DEFAULT '',
    skill_type     text,
    category       text,
    parent_id      text REFERENCES skill,
    level_type_id  text NOT NULL DEFAULT 'basic' REFERENCES level_type,
    origin         text NOT NULL CHECK (origin IN ('hand', 'tag')),
    revision       bigint NOT NULL DEFAULT 1,
    defined_at     timestamptz NOT NULL
);
CREATE INDEX skill_by_name ON skill (name, id);
CREATE INDEX skill_by_parent ON skill (parent_id);

-- Every id a skill is known by: its own, that of its name, and later those of skills merged into it.
CREATE TABLE skill_alias (
    id        text PRIMARY KEY,
    skill_id  text NOT NULL REFERENCES skill
);

-- One row a person: what is locked while anything about the person's skills is decided.
CREATE TABLE person_holding (
    person_id  text PRIMARY KEY,
    revision   bigint NOT NULL DEFAULT 0
);

CREATE TABLE held_skill (
    person_id      text NOT NULL REFERENCES person_holding,
    skill_id       text NOT NULL REFERENCES skill,
    level          integer NOT NULL,
    since          timestamptz NOT NULL,
    level_since    timestamptz NOT NULL,
    evidence_kind  text NOT NULL,
    evidence_id    text,
    PRIMARY KEY (person_id, skill_id)
);
CREATE INDEX held_skill_by_skill ON held_skill (skill_id, level);

CREATE TABLE ledger (
    person_id      text NOT NULL REFERENCES person_holding,
    revision       bigint NOT NULL,
    skill_id       text NOT NULL REFERENCES skill,
    kind           text NOT NULL,
    level          integer,
    evidence_kind  text NOT NULL,
    evidence_id    text,
    actor          text,
    at             timestamptz NOT NULL,
    PRIMARY KEY (person_id, revision)
);
CREATE INDEX ledger_by_skill ON ledger (person_id, skill_id, at);

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

CREATE TABLE proposal (
    id             text PRIMARY KEY,
    prediction_id  text NOT NULL UNIQUE,
    person_id      text NOT NULL REFERENCES person_holding,
    skill_id       text NOT NULL,
    team_id        text,
    state          text NOT NULL CHECK (state IN ('requested', 'approved', 'rejected', 'lifted')),
    confidence     double precision NOT NULL,
    explanation    text NOT NULL,
    samples        jsonb NOT NULL,
    model_version  text NOT NULL,
    requested_at   timestamptz NOT NULL,
    decided_by     text,
    decided_at     timestamptz
);
CREATE UNIQUE INDEX proposal_waiting ON proposal (person_id, skill_id) WHERE state = 'requested';
CREATE INDEX proposal_newest ON proposal (state, requested_at DESC, id DESC);

CREATE TABLE proposal_activity (
    proposal_id  text NOT NULL REFERENCES proposal,
    number       integer NOT NULL,
    kind         text NOT NULL,
    actor        text,
    comment      text NOT NULL DEFAULT '',
    at           timestamptz NOT NULL,
    PRIMARY KEY (proposal_id, number)
);

CREATE TABLE ignored_prediction (
    prediction_id  text PRIMARY KEY,
    person_id      text NOT NULL,
    skill_id       text NOT NULL,
    reason         text NOT NULL,
    at             timestamptz NOT NULL
);

-- A row here is final until a manager lifts it; it is read under the person's lock.
CREATE TABLE rejection (
    person_id    text NOT NULL REFERENCES person_holding,
    skill_id     text NOT NULL,
    proposal_id  text NOT NULL REFERENCES proposal,
    PRIMARY KEY (person_id, skill_id)
);

-- Awards of skills that the catalogue does not know yet: granted when the skill is defined.
CREATE TABLE waiting_grant (
    person_id      text NOT NULL,
    skill_id       text NOT NULL,
    evidence_kind  text NOT NULL,
    evidence_id    text NOT NULL,
    level          integer,
    actor          text,
    at             timestamptz NOT NULL,
    PRIMARY KEY (skill_id, person_id, evidence_kind, evidence_id)
);
"""


def upgrade() -> None:
    """Creates the tables."""
    execute(SQL)
