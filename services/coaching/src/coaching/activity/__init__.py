"""The activity of assessments: who did what when, and what was said."""
