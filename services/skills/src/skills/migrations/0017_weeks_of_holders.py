"""Keeps who held a skill at the end of each week of two years, so that the ledger need not be read for it."""

from touchline_runtime.migrate import execute

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SQL = """
-- Who held a skill, at whatever level, at the end of the week that began on a Monday (UTC). '' is any skill.
CREATE TABLE holder_week (
    skill_id  text NOT NULL,
    monday    date NOT NULL,
    block     integer NOT NULL,
    holders   bit(8192) NOT NULL,
    PRIMARY KEY (skill_id, monday, block)
);
-- The last week that is kept.
CREATE TABLE holder_week_kept (monday date NOT NULL);
INSERT INTO holder_week_kept SELECT date_trunc('week', now() AT TIME ZONE 'UTC')::date - 7;

-- Since when the ledger says something about a skill that the weeks may not know: only ever added to.
CREATE TABLE holder_week_change (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    skill_id  text NOT NULL,
    since     timestamptz NOT NULL
);

CREATE FUNCTION note_change_of_weeks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO holder_week_change (skill_id, since) SELECT skill_id, min(at) FROM added GROUP BY skill_id;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_are_noted_for_weeks AFTER INSERT ON ledger
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_weeks();

INSERT INTO holder_week_change (skill_id, since) SELECT id, '-infinity' FROM skill;
"""


def upgrade() -> None:
    """Creates the tables, and has the weeks of all skills counted by the schedule."""
    execute(SQL)
