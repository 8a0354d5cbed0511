"""Surveys taken for an assessment: by the coach about the trainee, and by the trainee about the coach."""
