"""Creates the table of what became of proposals, and fills it with what the learning log tells of them."""

from touchline_runtime.migrate import execute

revision = "0003"
down_revision = "0002"

SQL = """
-- One row a proposal that was approved or rejected. A decision that is undone takes its row away.
CREATE TABLE grade (
    prediction_id  text PRIMARY KEY REFERENCES prediction,
    verdict        text NOT NULL CHECK (verdict IN ('approved', 'rejected')),
    decided_at     timestamptz NOT NULL
);
"""

FILL = """
INSERT INTO grade (prediction_id, verdict, decided_at)
SELECT prediction.id, decided.verdict, decided.at
FROM prediction
JOIN (
    SELECT content ->> 'person_id' AS person_id, content ->> 'skill_id' AS skill_id,
        replace(content ->> 'verdict', 'skill.', '') AS verdict, max(recorded_at) AS at
    FROM learning_log
    WHERE kind = 'decision' AND content ->> 'verdict' IN ('skill.approved', 'skill.rejected')
    GROUP BY 1, 2, 3
) AS decided USING (person_id, skill_id)
WHERE (decided.verdict = 'approved' AND prediction.state IN ('approved', 'withdrawn'))
    OR (decided.verdict = 'rejected' AND prediction.state IN ('rejected', 'lifted'));
"""


def upgrade() -> None:
    """Creates the table and fills it."""
    execute(SQL)
    execute(FILL)
