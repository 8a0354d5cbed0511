"""Which path answers what, and for whom."""

from __future__ import annotations

from recommender.grades.coverage.show_coverage import show_coverage
from recommender.grades.delays.show_delays import show_delays
from recommender.grades.drift.show_drift import show_drift
from recommender.grades.list_skill_grades import list_skill_grades
from recommender.grades.show_calibration import show_calibration
from recommender.grades.show_grades import show_grades
from recommender.grades.suggest_threshold import suggest_threshold
from recommender.predictions.list_predictions import list_predictions
from recommender.status.show_status import show_status
from recommender.training.list_training import list_training
from recommender.training.read_training import read_training
from touchline_runtime.auth import Role
from touchline_runtime.http import Route, query

GRADERS = (Role.OPERATOR, Role.SKILL_MANAGER)

ROUTES: tuple[Route, ...] = (
    query("/status", show_status, roles=GRADERS),
    query("/predictions", list_predictions, roles=(Role.SKILL_MANAGER,)),
    query("/grades", show_grades, roles=GRADERS),
    query("/grades/skills", list_skill_grades, roles=GRADERS),
    query("/grades/calibration", show_calibration, roles=GRADERS),
    query("/grades/threshold", suggest_threshold, roles=GRADERS),
    query("/grades/delays", show_delays, roles=GRADERS),
    query("/grades/coverage", show_coverage, roles=GRADERS),
    query("/grades/drift", show_drift, roles=GRADERS),
    query("/training", list_training, roles=(Role.SKILL_MANAGER,)),
    query("/persons/{id}/training", read_training, roles=(Role.TRAINEE,)),
)
