"""Counts tasks by skill, team, kind and day while they change, so that figures need not read all tasks."""

from touchline_runtime.migrate import execute

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SQL = """
ALTER TABLE task ADD COLUMN closed_at timestamptz;

-- As task_snapshot, with the end of a task that was never resolved. Older workers use the other.
CREATE TYPE task_state AS (
    number text, revision bigint, kind text, agent_id text, team_id text, opened_at timestamptz,
    resolved_at timestamptz, closed_at timestamptz, skill_ids text[]
);

-- What batches of events changed, one row a key: only ever added to, so that no worker waits for another.
-- The skill '' stands for all tasks that name a skill, each once. Seconds are from opened to resolved.
CREATE TABLE task_delta (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team_id   text,
    skill_id  text NOT NULL,
    day       date NOT NULL,
    kind      text NOT NULL,
    inferred  boolean NOT NULL,
    opened    integer NOT NULL,
    finished  integer NOT NULL,
    resolved  integer NOT NULL,
    seconds   bigint NOT NULL
);

-- The sums of what was folded. The team '' is the organisation, the day infinity all days.
CREATE TABLE task_figure (
    team_id   text NOT NULL,
    skill_id  text NOT NULL,
    day       date NOT NULL,
    kind      text NOT NULL,
    inferred  boolean NOT NULL,
    opened    bigint NOT NULL,
    finished  bigint NOT NULL,
    resolved  bigint NOT NULL,
    seconds   bigint NOT NULL,
    PRIMARY KEY (team_id, skill_id, day, kind, inferred)
) WITH (fillfactor = 80);

INSERT INTO task_figure
SELECT team, skill_id, counted_day, kind, false, sum(opened), sum(finished), sum(resolved), sum(seconds)
FROM task
CROSS JOIN LATERAL (VALUES
    (opened_at, 1, 0, 0),
    (resolved_at, 0, 1, greatest(0, floor(extract(epoch FROM resolved_at - opened_at)))::bigint)
) AS moment (at, opened, finished, seconds)
CROSS JOIN LATERAL (SELECT finished AS resolved) AS ended
CROSS JOIN LATERAL unnest(skill_ids || ''::text) AS skill_id
CROSS JOIN LATERAL unnest(ARRAY[team_id, '']) AS team
CROSS JOIN LATERAL unnest(ARRAY[(at AT TIME ZONE 'UTC')::date, 'infinity']) AS counted_day
WHERE skill_ids <> '{}' AND at IS NOT NULL AND team IS NOT NULL
GROUP BY 1, 2, 3, 4;
"""


def upgrade() -> None:
    """Creates the tables, and counts the tasks that are there."""
    execute(SQL)
