"""Keeps who holds a skill at which level as strings of bits, so that distinct persons need not be counted."""

from touchline_runtime.migrate import execute

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQL = """
-- The place of each person in the strings of bits. Numbers are given with the row that is locked for all
-- that is decided about a person's skills, so that nobody holds anything before.
CREATE TABLE person_number (
    person_id  text PRIMARY KEY REFERENCES person_holding,
    number     integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    block      integer NOT NULL GENERATED ALWAYS AS (number / 8192) STORED,
    place      integer NOT NULL GENERATED ALWAYS AS (number % 8192) STORED
);
INSERT INTO person_number (person_id) SELECT person_id FROM person_holding ORDER BY person_id;

CREATE FUNCTION number_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO person_number (person_id) SELECT person_id FROM added ORDER BY person_id;
    RETURN NULL;
END $$;
CREATE TRIGGER persons_are_numbered AFTER INSERT ON person_holding
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION number_persons();

-- Who holds a skill at a level, of 8,192 persons each.
CREATE TABLE holder_set (
    skill_id  text NOT NULL,
    level     integer NOT NULL,
    block     integer NOT NULL,
    holders   bit(8192) NOT NULL,
    PRIMARY KEY (skill_id, level, block)
);

-- Skills whose sets are not those of today: only ever added to, so that nobody waits for another.
CREATE TABLE holder_change (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    skill_id  text NOT NULL
);
CREATE INDEX holder_change_by_skill ON holder_change (skill_id);

CREATE FUNCTION note_change_of_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO holder_change (skill_id) SELECT id FROM skill;
    ELSE
        INSERT INTO holder_change (skill_id) SELECT DISTINCT skill_id FROM changed;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER added_holders_are_noted AFTER INSERT ON held_skill
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_holders();
CREATE TRIGGER changed_holders_are_noted AFTER UPDATE ON held_skill
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_holders();
CREATE TRIGGER removed_holders_are_noted AFTER DELETE ON held_skill
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_holders();
CREATE TRIGGER emptied_holders_are_noted AFTER TRUNCATE ON held_skill
    FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_holders();

INSERT INTO holder_change (skill_id) SELECT id FROM skill;
"""


def upgrade() -> None:
    """Creates the tables, and has the sets of all skills counted by the schedule."""
    execute(SQL)
